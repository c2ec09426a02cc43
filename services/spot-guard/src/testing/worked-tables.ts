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
