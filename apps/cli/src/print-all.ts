import type { Output } from './output.ts';

/**
 * Prints what comes page by page: with `--json` as one array, written entry by entry, because a year of events does not fit into
 * one text; for people as a line each, or one sentence when nothing came.
 */
export async function printAll<Entry>(
  output: Output,
  pages: AsyncIterable<readonly Entry[]>,
  as: { readonly json: (entry: Entry) => unknown; readonly line: (entry: Entry) => string; readonly none: string },
): Promise<void> {
  let count = 0;
  const json = (entry: Entry) => `${count === 0 ? '[' : ','}${JSON.stringify(as.json(entry))}`;
  const print = output.json ? json : as.line;
  for await (const page of pages) {
    for (const entry of page) {
      output.out(print(entry));
      count += 1;
    }
  }
  if (output.json) output.out(count === 0 ? '[]' : ']');
  else if (count === 0) output.err(as.none);
}
