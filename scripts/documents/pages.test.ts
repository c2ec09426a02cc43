import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PAGES } from './pages.ts';

it.each(PAGES)('$file is current: run `npm run docs` when it is not', ({ file, render }) => {
  expect(readFileSync(join(import.meta.dirname, '../..', file), 'utf8')).toBe(render());
});
