import { setTimeout as sleep } from 'node:timers/promises';
import AxeBuilder from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { browserPeer, startBrowser } from '../peers/browser/index.ts';
import { describeWithPeer } from '../peers/peer.ts';
import { buildPage } from './built-page.ts';
import { panningMilliseconds } from './panning.ts';
import { type RecordedLife, recordLife } from './recorded-life.ts';
import { type StartedConsole, startConsole } from './started-console.ts';
import { openPage, untilShown } from './watched-page.ts';

const LOOKS = [
  { theme: 'light', width: 1280 },
  { theme: 'dark', width: 1280 },
  { theme: 'light', width: 390 },
  { theme: 'dark', width: 390 },
] as const;
const NOON = '2026-06-01T12:00:00.000Z';
const PATIENCE = { timeout: 15_000 };

type Decision = {
  readonly id: string;
  readonly at: number;
  readonly reason: string;
  readonly from: number;
  readonly to: number;
};

describeWithPeer(browserPeer, 'the console in a browser', () => {
  let browser: Browser;
  let life: RecordedLife;
  let served: StartedConsole;

  const ask = async <Answer>(path: string) => (await (await fetch(`${served.url}api/${path}`)).json()) as Answer;
  const decisions = async () => (await ask<{ rows: Decision[] }>('decisions?filter=changes')).rows;

  beforeAll(async () => {
    await buildPage();
    life = recordLife();
    [browser, served] = await Promise.all([startBrowser(), startConsole(life.file)]);
    while ((await fetch(`${served.url}api/moment`)).status === 503) await sleep(100);
  });
  afterAll(async () => {
    await browser?.close();
    await served?.stop();
    life?.remove();
  });

  it.each(LOOKS)('is accessible, fits and complains of nothing: $theme, $width wide', async (look) => {
    const { page, complaints } = await openPage(browser, `${served.url}#/at/${NOON}`, look);
    await untilShown(page);
    await page.getByText('As a table').click();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('shows every part of a fleet', async () => {
    const { page, complaints } = await openPage(browser, served.url);
    await untilShown(page);
    expect(await page.title()).toMatch(/^(?:! )?\d+ workers · SmartScale$/);
    for (const title of [
      'Workers',
      'Why',
      'Next',
      'Demand and workers',
      'Decision in force',
      'Fleet',
      'Decisions',
      'Interruptions',
    ]) {
      expect(await page.getByRole('heading', { name: title, exact: true }).count(), title).toBe(1);
    }
    expect(await page.getByRole('heading', { name: /^Cost of 2026-06/ }).count()).toBe(1);
    expect(await page.locator('a.worker').count()).toBeGreaterThan(0);
    expect(await page.getByText('Always').count()).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('shows a decision that a link names, with its evidence, at its moment', async () => {
    const [, wanted] = await decisions();
    const { page } = await openPage(browser, `${served.url}#/decision/${wanted?.id}`);
    await untilShown(page);
    await expect
      .poll(() => page.getByTestId('evidence').innerText(), PATIENCE)
      .toContain(`from ${wanted?.from} to ${wanted?.to}`);
    const evidence = await page.getByTestId('evidence').innerText();
    expect(evidence).toContain('Nearest change that would have decided otherwise');
    expect(evidence).toContain('Came of it');
    expect(await page.getByRole('button', { name: 'Back to live' }).count()).toBe(1);
    const shown = await page.locator('.when-time').getAttribute('datetime');
    expect(Date.parse(shown ?? '')).toBe(wanted?.at);
    await page.close();
  });

  it('shows the life of a worker, from a link and from the fleet', async () => {
    const { page } = await openPage(browser, `${served.url}#/at/${NOON}`);
    await untilShown(page);
    await page.locator('a.worker').first().click();
    await expect.poll(() => page.getByTestId('life').innerText(), PATIENCE).toContain('launched');
    const { hash } = new URL(page.url());
    expect(hash).toMatch(/^#\/node\/i-[0-9a-f]+\/at\/2026-06-01T12:00:00\.000Z$/);
    await page.close();

    const { page: linked } = await openPage(browser, `${served.url}${hash}`);
    await expect.poll(() => linked.getByTestId('life').innerText(), PATIENCE).toContain('Machine');
    await linked.getByRole('button', { name: 'Close' }).click();
    await linked.getByTestId('evidence').waitFor();
    await linked.close();
  });

  it('travels to where the chart is dragged, all views with it, and comes back to live', async () => {
    const { page, complaints } = await openPage(browser, served.url);
    await untilShown(page);
    const box = await page.locator('.u-over').boundingBox();
    if (!box) throw new Error('there is no chart');
    await page.mouse.move(box.x + box.width * 0.3, box.y + 80);
    await page.mouse.down();
    for (const share of [0.34, 0.38, 0.42]) await page.mouse.move(box.x + box.width * share, box.y + 80);
    await page.mouse.up();
    const at = /^#\/at\/(.+)$/.exec(new URL(page.url()).hash)?.[1] ?? '';
    const then = await ask<{ fleet: { counts: { ready: number } }; decision: { to: number } }>(`moment?at=${at}`);
    await expect.poll(() => page.getByTestId('workers').innerText(), PATIENCE).toBe(String(then.fleet.counts.ready));
    await expect.poll(() => page.getByTestId('evidence').innerText(), PATIENCE).toContain(String(then.decision.to));
    await page.keyboard.press('l');
    await expect.poll(() => new URL(page.url()).hash).toBe('#/');
    await page.getByText('Live', { exact: true }).waitFor();
    await page.goBack();
    await expect.poll(() => new URL(page.url()).hash).toMatch(/^#\/at\//);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('steps through decisions by the arrow keys, and back', async () => {
    const [newest, before] = await decisions();
    const { page } = await openPage(browser, served.url);
    await untilShown(page);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => new URL(page.url()).hash, PATIENCE).toBe(`#/decision/${newest?.id}`);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => new URL(page.url()).hash, PATIENCE).toBe(`#/decision/${before?.id}`);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => new URL(page.url()).hash, PATIENCE).toBe(`#/decision/${newest?.id}`);
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(() => page.getByTestId('evidence').innerText(), PATIENCE).toContain('Hold at');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.close();
  });

  it('moves the moment by keys on the line of the whole history', async () => {
    const { page } = await openPage(browser, `${served.url}#/at/${NOON}`);
    await untilShown(page);
    await page.getByRole('slider').focus();
    await page.keyboard.press('PageUp');
    await expect.poll(() => new URL(page.url()).hash).toBe('#/at/2026-06-01T13:00:00.000Z');
    await page.keyboard.press('End');
    await expect.poll(() => new URL(page.url()).hash).toBe('#/');
    await page.close();
  });

  it('lists older decisions page by page, and only those that are asked for', async () => {
    const { page } = await openPage(browser, served.url);
    await untilShown(page);
    await page.getByRole('button', { name: 'Holds' }).click();
    await expect.poll(() => page.locator('.decisions .row').count(), PATIENCE).toBe(50);
    await page.getByRole('button', { name: 'Older ones' }).click();
    await expect.poll(() => page.locator('.decisions .row').count(), PATIENCE).toBe(100);
    expect(await page.locator('.decisions .row.is-up').count()).toBe(0);
    await page.close();
  });

  it('keeps the theme that was chosen', async () => {
    const { page } = await openPage(browser, served.url, { theme: 'light' });
    await untilShown(page);
    await page.keyboard.press('t');
    await page.keyboard.press('t');
    await page.reload();
    await untilShown(page);
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
    await page.close();
  });

  it('says that a link leads nowhere, and leads back', async () => {
    const { page } = await openPage(browser, `${served.url}#/decision/019e0000-0000-7000-8000-000000000000`);
    await page.getByText('That link leads nowhere.').waitFor();
    await page.getByTestId('workers').filter({ hasText: /\d/ }).waitFor();
    await page.getByRole('button', { name: 'Show what is now' }).click();
    await untilShown(page);
    await page.close();
    const { page: other } = await openPage(browser, `${served.url}#/node/i-nowhere`);
    await other.getByText('That link leads nowhere.').waitFor();
    await other.close();
  });

  it('paints within a second and moves nothing afterwards', async () => {
    const { page } = await openPage(browser, 'about:blank');
    await page.addInitScript(
      'globalThis.shift = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries()) globalThis.shift += entry.value; }).observe({ type: "layout-shift", buffered: true });',
    );
    await page.goto(served.url);
    await untilShown(page);
    const paint = await page.evaluate<number>('performance.getEntriesByName("first-contentful-paint")[0].startTime');
    expect(paint).toBeLessThan(1_000);
    expect(await page.evaluate<number>('globalThis.shift')).toBeLessThan(0.02);
    await page.close();
  });

  it.each(['6 h', '1 d'])('pans %s within the time of a frame', async (span) => {
    const { page, complaints } = await openPage(browser, served.url);
    await untilShown(page);
    await page.getByRole('button', { name: span, exact: true }).click();
    const before = await page.locator('.span-text').innerText();
    expect(await panningMilliseconds(page)).toBeLessThan(1_000 / 60);
    await page.mouse.move(0, 0);
    await page.keyboard.down('Shift');
    const box = await page.locator('.u-over').boundingBox();
    await page.mouse.move((box?.x ?? 0) + 300, (box?.y ?? 0) + 80);
    await page.mouse.down();
    await page.mouse.move((box?.x ?? 0) + 700, (box?.y ?? 0) + 80);
    await page.mouse.up();
    await page.keyboard.up('Shift');
    expect(await page.locator('.span-text').innerText()).not.toBe(before);
    expect(new URL(page.url()).hash).toBe('');
    expect(complaints).toEqual([]);
    await page.close();
  });
});
