import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { browserPeer, startBrowser } from '../peers/browser/index.ts';
import { describeWithPeer } from '../peers/peer.ts';
import { type PeerProcess, startPeerProcess } from '../peers/peer-process.ts';
import { buildPage } from './built-page.ts';
import { SMARTSCALE } from './recorded-life.ts';
import { openPage, untilShown } from './watched-page.ts';

const PATIENCE = { timeout: 40_000, interval: 500 };
const START_SECONDS = 60;

describeWithPeer(browserPeer, 'the console of a living fleet', () => {
  const folder = mkdtempSync(join(tmpdir(), 'smartscale-living-'));
  let browser: Browser;
  let fleet: PeerProcess;
  beforeAll(async () => {
    await buildPage();
    // Six hours before the demand of the morning, forty minutes of life a second.
    const life = [
      'up',
      '--trace',
      'office-hours',
      '--speed',
      '2400',
      '--head-start',
      '6h',
      '--store',
      `sqlite:${join(folder, 'fleet.db')}`,
    ];
    [browser, fleet] = await Promise.all([
      startBrowser(),
      startPeerProcess({
        command: process.execPath,
        args: [SMARTSCALE, ...life],
        ready: /console: (http:\S+)/,
        timeoutSeconds: START_SECONDS,
      }),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await fleet?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('follows the time, says what is new to those who listen, and stays at a moment when asked to', async () => {
    const { page, complaints } = await openPage(browser, fleet.ready[1] ?? '');
    await untilShown(page);
    const shown = () => page.locator('.when-time').getAttribute('datetime');
    const first = await shown();
    await expect.poll(shown, PATIENCE).not.toBe(first);
    await expect
      .poll(() => page.getByRole('log', { name: 'News of the fleet' }).textContent(), PATIENCE)
      .toMatch(/up from \d+ to \d+ workers/);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => new URL(page.url()).hash, PATIENCE).toMatch(/^#\/decision\//);
    await page.getByRole('button', { name: 'Back to live' }).waitFor();
    const kept = await shown();
    await page.waitForTimeout(2_500);
    expect(await shown()).toBe(kept);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
