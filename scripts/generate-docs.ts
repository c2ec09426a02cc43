import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PAGES } from './documents/pages.ts';

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
