import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const SMARTSCALE = fileURLToPath(new URL('../../apps/cli/src/main.ts', import.meta.url));

export type RecordedLife = { readonly folder: string; readonly file: string; remove(): void };

/** Two days of a simulated fleet with much that goes wrong, in a store of their own. */
export function recordLife(): RecordedLife {
  const folder = mkdtempSync(join(tmpdir(), 'smartscale-console-'));
  const file = join(folder, 'fleet.db');
  const faults = 'interruption-storm,capacity-errors,join-failures,metrics-outage';
  const options = ['--trace', 'office-hours', '--days', '2', '--seed', '7', '--faults', faults, '--store', `sqlite:${file}`];
  execFileSync(process.execPath, [SMARTSCALE, 'simulate', ...options], { stdio: 'ignore' });
  return { folder, file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
