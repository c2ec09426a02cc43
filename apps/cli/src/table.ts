import { stripVTControlCharacters } from 'node:util';

/** Lays rows out in columns as wide as their widest cell; columns named in `right` are flush right. Colours do not count as width. */
export function formatTable(
  rows: readonly (readonly string[])[],
  options: { readonly right?: readonly number[]; readonly indent?: string } = {},
): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, widthOf(cell));
  }
  const lines = rows.map((row) =>
    row.map((cell, column) => pad(cell, widths[column] ?? 0, options.right?.includes(column) ?? false)).join('  '),
  );
  return lines.map((line) => `${options.indent ?? ''}${line}`.trimEnd()).join('\n');
}

/** Cells that a text takes in a terminal. */
export function widthOf(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}

function pad(cell: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(cell)));
  return right ? space + cell : cell + space;
}
