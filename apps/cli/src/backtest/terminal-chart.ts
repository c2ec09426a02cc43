import { styleText } from 'node:util';
import { mostIn, type Week } from './week.ts';

const DAY_MINUTES = 1_440;
const MOST_ROWS = 16;
const LABEL_WIDTH = 5;
const BLOCKS = ' ▁▂▃▄▅▆▇█';
const MARKS = ['━', '┅', '─', '┄'];
const COLOURS = ['blueBright', 'redBright', 'greenBright', 'magentaBright'] as const;

/** A week for a terminal: demand as bars of its largest, what was foreseen as dots above them, each fleet as a line. */
export function drawInTerminal(week: Week, columns: number): string {
  const { title, demand, lines } = week;
  const width = Math.max(20, columns - LABEL_WIDTH - 1);
  const perRow = mostIn(week) / Math.min(mostIn(week), MOST_ROWS);
  const rows = Math.round(mostIn(week) / perRow);
  const cut = Array.from({ length: width + 1 }, (_, column) => Math.round((demand.length * column) / width));
  const slices = Array.from({ length: width }, (_, column) =>
    sliceOf(week, { from: cut[column] ?? 0, to: cut[column + 1] ?? 0 }),
  );
  const picture = Array.from({ length: rows }, (_, index) => {
    const row = rows - index;
    const label = `${Math.round(row * perRow)}`.padStart(LABEL_WIDTH - 1);
    return `${label} ${slices.map((slice) => cellOf(slice, row, perRow)).join('')}`.trimEnd();
  });
  const legend = lines.map(({ name }, index) => `${styled(index, MARKS[index] ?? '─')} ${name}`);
  return [
    title,
    ...picture,
    daysUnder(week, width),
    `${' '.repeat(LABEL_WIDTH)}█ demand  ${styleText('yellow', '·')} foreseen, 10 to 90 %  ${legend.join('  ')}`,
  ].join('\n');
}

type Slice = { readonly demand: number; readonly low: number; readonly high: number; readonly fleets: readonly number[] };

function sliceOf({ demand, band, lines }: Week, { from, to }: { from: number; to: number }): Slice {
  const part = (values: Float64Array) => values.subarray(from, Math.max(from + 1, to));
  return {
    demand: Math.max(...part(demand)),
    low: Math.min(...part(band.low)),
    high: Math.max(...part(band.high)),
    fleets: lines.map(({ workers }) => meanOf(part(workers))),
  };
}

/** The rows are counted from 1 at the bottom; a fleet stands in the row that its size fills. */
function cellOf({ demand, low, high, fleets }: Slice, row: number, perRow: number): string {
  const fleet = fleets.findIndex((workers) => Math.max(1, Math.round(workers / perRow)) === row);
  if (fleet >= 0) return styled(fleet, MARKS[fleet] ?? '─');
  const filled = Math.min(1, Math.max(0, demand / perRow - (row - 1)));
  const block = BLOCKS.charAt(Math.round(filled * (BLOCKS.length - 1)));
  if (block !== ' ') return styleText('gray', block);
  const middle = (row - 0.5) * perRow;
  return middle >= low && middle <= high ? styleText('yellow', '·') : ' ';
}

function daysUnder({ startAt, demand }: Week, width: number): string {
  const cells = Array<string>(width).fill(' ');
  const toMidnight = (DAY_MINUTES - (Math.floor(startAt / 60_000) % DAY_MINUTES)) % DAY_MINUTES;
  for (let minute = toMidnight; minute < demand.length; minute += DAY_MINUTES) {
    const label = new Date(startAt + minute * 60_000).toLocaleDateString('en-GB', {
      ...{ weekday: 'short', day: 'numeric', timeZone: 'UTC' },
    });
    const at = Math.round((width * minute) / demand.length);
    for (const [index, character] of [...`╵${label}`].entries()) if (at + index < width) cells[at + index] = character;
  }
  return `${' '.repeat(LABEL_WIDTH)}${cells.join('').trimEnd()}`;
}

function styled(line: number, text: string): string {
  return styleText(COLOURS[line % COLOURS.length] ?? 'white', text);
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
