// `npm run picture:console`: photographs the console, as it shows the ninth morning of an office, for the README. Needs Chromium.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startBrowser } from '../test/peers/browser/index.ts';

const ROOT = join(import.meta.dirname, '..');
const SMARTSCALE = join(ROOT, 'node_modules/.bin/smartscale');
const MOMENT = '2026-06-08T09:30:00.000Z';
const THEMES = ['light', 'dark'] as const;
/** What is drawn moves into its place; after this it stands. */
const SETTLED_MILLISECONDS = 4_000;

const folder = mkdtempSync(join(tmpdir(), 'smartscale-picture-'));
const store = `sqlite:${join(folder, 'fleet.db')}`;
try {
  const life = ['--trace', 'office-hours', '--peak-workers', '4.5', '--days', '8', '--store', store];
  execFileSync(SMARTSCALE, ['simulate', ...life], { stdio: 'inherit' });
  const served = spawn(SMARTSCALE, ['console', '--store', store], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = (await once(createInterface(served.stdout), 'line')) as [string];
    await photograph(line.replace(/^.*(http:\S+?)\/?$/, '$1'));
  } finally {
    served.kill('SIGINT');
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function photograph(address: string): Promise<void> {
  const browser = await startBrowser();
  try {
    for (const colorScheme of THEMES) {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme });
      await page.goto(`${address}/#/at/${MOMENT}`);
      await page.waitForTimeout(SETTLED_MILLISECONDS);
      await page.screenshot({ path: join(ROOT, `docs/images/console-${colorScheme}.png`) });
    }
  } finally {
    await browser.close();
  }
}
