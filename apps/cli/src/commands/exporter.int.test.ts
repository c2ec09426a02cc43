import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteEventStore } from '@smartscale/events/sqlite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

const MAIN = join(import.meta.dirname, '../main.ts');

describe('smartscale exporter', () => {
  const folder = mkdtempSync(join(tmpdir(), 'smartscale-exporter-'));
  const store = `sqlite:${join(folder, 'fleet.db')}`;
  const processes: ChildProcessWithoutNullStreams[] = [];
  beforeAll(() => openSqliteEventStore({ file: join(folder, 'fleet.db'), now: Date.now }).close());
  afterEach(() => {
    for (const child of processes.splice(0)) child.kill('SIGKILL');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function run(...args: string[]) {
    const child = spawn(process.execPath, [MAIN, 'exporter', ...args]);
    processes.push(child);
    const said = { out: '', err: '' };
    child.stdout.on('data', (chunk) => (said.out += chunk));
    child.stderr.on('data', (chunk) => (said.err += chunk));
    return { child, said, exit: once(child, 'close').then(([code]) => code as number | null) };
  }

  it('serves the figures of a store until it is told to stop', async () => {
    const { child, said, exit } = run('--store', store, '--port', '0', '--json');
    await expect.poll(() => said.out, { timeout: 15_000 }).toContain('\n');
    const { url } = JSON.parse(said.out) as { url: string };
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/metrics$/);
    expect(await (await fetch(url)).text()).toContain('smartscale_store_readable{cluster="local"} 1');
    child.kill('SIGTERM');
    expect(await exit, said.err).toBe(0);
  });

  it('says which option is wrong', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const port = String((taken.address() as AddressInfo).port);
    for (const [args, problem] of [
      [['--store', store, '--port', port], `cannot listen at 127.0.0.1:${port}`],
      [['--store', store, '--port', 'http'], '--port takes a whole number'],
      [['--store', `${store}.missing`], 'there is no store at'],
    ] as const) {
      const { exit, said } = run(...args);
      expect(await exit).toBe(2);
      expect(said.err).toContain(problem);
    }
    taken.close();
  });
});
