import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { adoptPolicy, defaultPolicy } from '@smartscale/events';
import { openSqliteEventStore } from '@smartscale/events/sqlite';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { browserPeer, startBrowser } from '../peers/browser/index.ts';
import { describeWithPeer } from '../peers/peer.ts';
import { buildPage } from './built-page.ts';
import { type RecordedLife, recordLife } from './recorded-life.ts';
import { startConsole } from './started-console.ts';
import { openPage, untilShown } from './watched-page.ts';

const RECONNECT = { timeout: 30_000 };

describeWithPeer(browserPeer, 'the console in trouble', () => {
  let browser: Browser;
  let life: RecordedLife;
  beforeAll(async () => {
    await buildPage();
    life = recordLife();
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    life?.remove();
  });

  it('says that its server is gone, keeps what it showed, and connects again by itself', async () => {
    const first = await startConsole(life.file);
    const { page } = await openPage(browser, first.url);
    await untilShown(page);
    const workers = await page.getByTestId('workers').innerText();
    await first.stop();
    await page.getByText('The server does not answer.').waitFor(RECONNECT);
    await page.getByText('Not connected').waitFor();
    expect(await page.getByTestId('workers').innerText()).toBe(workers);
    const again = await startConsole(life.file, first.port);
    await page.getByText('Live', { exact: true }).waitFor(RECONNECT);
    await expect.poll(() => page.getByText('The server does not answer.').count(), RECONNECT).toBe(0);
    await again.stop();
    await page.close();
  });

  it('says what an empty store is waiting for, and fills when it comes', async () => {
    const file = join(life.folder, 'empty.db');
    const store = openSqliteEventStore({ file, now: Date.now });
    const served = await startConsole(file);
    const { page, complaints } = await openPage(browser, served.url);
    await page.getByTestId('empty').waitFor();
    expect(await page.getByTestId('empty').innerText()).toContain('smartscale up');
    await adoptPolicy(store, 'local', { policy: defaultPolicy(), author: 'test', note: 'the first one', now: Date.now() });
    await expect.poll(() => page.getByTestId('empty').count(), RECONNECT).toBe(0);
    await page.getByText('No sample of load yet').waitFor();
    expect(complaints).toEqual([]);
    await page.close();
    await served.stop();
    store.close();
  });

  it('tells a store that cannot be read any more, in its own words', async () => {
    const file = join(life.folder, 'damaged.db');
    copyFileSync(life.file, file);
    const database = new DatabaseSync(file);
    database.exec(
      `UPDATE events SET data = replace(data, '"hold"', '"stay"') WHERE stream = 'scaling-local' AND position = 900`,
    );
    database.close();
    const served = await startConsole(file);
    const { page } = await openPage(browser, served.url);
    await page.getByText('The store cannot be read.').waitFor();
    expect(await page.locator('.notice').first().innerText()).toContain('event 900 of stream scaling-local cannot be read');
    await page.close();
    await served.stop();
  });
});
