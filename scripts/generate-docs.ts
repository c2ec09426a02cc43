import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderEventCatalogue } from '../packages/events/src/documentation/event-catalogue.ts';

/** The pages that are made from code. A page that is not current fails a test beside its renderer. */
const PAGES: readonly { readonly file: string; readonly render: () => string }[] = [
  { file: 'docs/event-catalogue.md', render: renderEventCatalogue },
];

for (const { file, render } of PAGES) {
  const path = join(import.meta.dirname, '..', file);
  const text = render();
  const isCurrent = readText(path) === text;
  if (!isCurrent) writeFileSync(path, text);
  console.log(`${file}: ${isCurrent ? 'is current' : 'written'}`);
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
