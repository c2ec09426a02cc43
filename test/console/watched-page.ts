import type { Browser, Page } from 'playwright-core';

export type WatchedPage = {
  readonly page: Page;
  /** What the browser's console complained of, and errors of scripts. A server that is gone is no complaint where one expects it. */
  readonly complaints: readonly string[];
};

export type Look = { readonly theme?: 'light' | 'dark'; readonly width?: number };

const HEIGHT = 900;

/** A page whose complaints are kept. */
export async function openPage(
  browser: Browser,
  url: string,
  { theme = 'light', width = 1280 }: Look = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width, height: HEIGHT }, colorScheme: theme });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  return { page, complaints };
}

/** Waits until the page shows a fleet. */
export async function untilShown(page: Page): Promise<void> {
  await page.getByTestId('workers').filter({ hasText: /\d/ }).waitFor();
  await page.getByTestId('cost').filter({ hasText: /\$/ }).waitFor();
  await page.getByTestId('evidence').waitFor();
}
