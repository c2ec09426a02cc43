const CELL = { width: 8.4, height: 19 };
const MARGIN = 20;
const BACKGROUND = '#16181d';
const FOREGROUND = '#d7dae0';

/** What the colour codes of `util.styleText` look like here. */
const COLOURS: Readonly<Record<string, string>> = { 31: '#e0666f', 32: '#7fc77f', 33: '#e3c06a', 36: '#67b8d6', 90: '#7d8590' };
const DIM = '#7d8590';

/** Draws the text of a terminal, colour codes included, as an SVG picture. */
export function terminalSvg(text: string): string {
  const lines = text.split('\n');
  const columns = Math.max(...lines.map((line) => spansOf(line).reduce((cells, span) => cells + [...span.text].length, 0)));
  const width = Math.round(columns * CELL.width + 2 * MARGIN);
  const height = lines.length * CELL.height + 2 * MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="The live view of smartscale up">`,
    `<rect width="100%" height="100%" rx="8" fill="${BACKGROUND}"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">`,
    ...lines.flatMap(drawLine),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

type Span = { readonly text: string; readonly colour: string; readonly bold: boolean };

function drawLine(line: string, row: number): readonly string[] {
  const y = MARGIN + (row + 0.75) * CELL.height;
  let column = 0;
  return spansOf(line).flatMap(({ text, colour, bold }) => {
    const x = MARGIN + column * CELL.width;
    const cells = [...text].length;
    column += cells;
    if (text.trim() === '') return [];
    const weight = bold ? ' font-weight="bold"' : '';
    return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" fill="${colour}"${weight} textLength="${(cells * CELL.width).toFixed(1)}">${escaped(text)}</text>`;
  });
}

function spansOf(line: string): readonly Span[] {
  let colour = FOREGROUND;
  let bold = false;
  const spans: Span[] = [];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes begin with an escape
  for (const part of line.split(/(\u001b\[\d+m)/)) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes begin with an escape
    const code = /^\u001b\[(\d+)m$/.exec(part)?.[1];
    if (code === undefined) {
      if (part !== '') spans.push({ text: part, colour, bold });
    } else if (code === '1') bold = true;
    else if (code === '2') colour = DIM;
    else {
      colour = COLOURS[code] ?? FOREGROUND;
      bold = false;
    }
  }
  return spans;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll(' ', '\u00a0');
}
