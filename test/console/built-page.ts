import { fileURLToPath } from 'node:url';
import { ensurePage } from '../../scripts/setup/ensure-page.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** The page as its sources are now, built as `npm start` builds it. */
export function buildPage(): Promise<void> {
  return ensurePage(ROOT, process.env['PATH'] ?? '');
}
