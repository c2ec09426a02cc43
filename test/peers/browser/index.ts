import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import type { Peer } from '../peer.ts';

/** Where Debian and Ubuntu put it; another one is named by SMARTSCALE_CHROMIUM. */
const EXECUTABLES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A container has no sandbox to give and no GPU; nothing is asked of the network but what the page asks. */
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const browserPeer: Peer = {
  name: 'browser',
  missing: () =>
    executable() === undefined ? 'install Chromium (apt-get install chromium) or set SMARTSCALE_CHROMIUM' : undefined,
};

/** A real Chromium without a window. */
export function startBrowser(): Promise<Browser> {
  const executablePath = executable();
  if (executablePath === undefined) throw new Error('there is no Chromium');
  return chromium.launch({ executablePath, args: ARGUMENTS });
}

function executable(): string | undefined {
  return [process.env['SMARTSCALE_CHROMIUM'] ?? '', ...EXECUTABLES].find((path) => path !== '' && existsSync(path));
}
