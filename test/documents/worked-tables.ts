import { readFileSync } from 'node:fs';

/** A row of a worked table, its cells by the heading of their column. */
export type Row = Readonly<Record<string, string>>;

const MARK = /<!-- worked: (.+?) -->\n((?:\|.*\n)+)/g;

/** The tables of a Markdown file that are marked `<!-- worked: name -->`, by name. */
export function readWorkedTables(file: URL): ReadonlyMap<string, readonly Row[]> {
  const text = readFileSync(file, 'utf8');
  return new Map(Array.from(text.matchAll(MARK), ([, name = '', table = '']) => [name, rowsOf(table)]));
}

function rowsOf(table: string): readonly Row[] {
  const [headings = [], , ...rows] = table.trim().split('\n').map(cellsOf);
  return rows.map((cells) => Object.fromEntries(headings.map((heading, index) => [heading, cells[index] ?? ''])));
}

function cellsOf(line: string): readonly string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((text) => text.trim());
}

/** A cell that the test needs: its absence is an error of the test or the document. */
export function cell(row: Row, heading: string): string {
  const found = row[heading];
  if (found === undefined) throw new Error(`the table has no column "${heading}"`);
  return found;
}

/** The number that a cell begins with: `70.1 %` is 70.1. */
export function number(row: Row, heading: string): number {
  const value = Number.parseFloat(cell(row, heading));
  if (Number.isNaN(value)) throw new Error(`"${cell(row, heading)}" in "${heading}" is no number`);
  return value;
}
