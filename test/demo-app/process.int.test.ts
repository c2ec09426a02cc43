import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { startDemoApp } from './started-app.ts';

const SOURCES = fileURLToPath(new URL('../../apps/demo-app/src', import.meta.url));
/** Waited for, a connection that is kept alive takes three seconds and more. */
const SOON_MILLISECONDS = 2_000;
const processes: ChildProcessWithoutNullStreams[] = [];
const folder = mkdtempSync(join(tmpdir(), 'smartscale-demo-load-'));
afterEach(() => {
  for (const child of processes.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(file: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [join(SOURCES, file), ...args], { env: { ...process.env, ...env } });
  processes.push(child);
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (said.out += chunk));
  child.stderr.on('data', (chunk) => (said.err += chunk));
  return { child, said, exit: once(child, 'close').then(([code]) => code as number | null) };
}

describe('the application told to end', () => {
  async function started(env: Readonly<Record<string, string>>) {
    const app = run('main.ts', [], { PORT: '0', UNREADY_SECONDS: '0.6', DRAIN_SECONDS: '20', CPU_THREADS: '2', ...env });
    await expect.poll(() => app.said.out, { timeout: 15_000 }).toContain('listens on');
    const url = /http:\S+/.exec(app.said.out)?.[0] ?? '';
    return { ...app, get: (path: string, method = 'GET') => fetch(`${url}${path}`, { method }) };
  }

  it('is not ready at once, serves on for a while, answers what has begun, and leaves', async () => {
    const { child, get, exit, said } = await started({});
    const begun = get('/work?cpuMilliseconds=1500');
    await sleep(200);
    child.kill('SIGTERM');
    await sleep(200);
    expect((await get('/readyz')).status).toBe(503);
    expect((await get('/work?cpuMilliseconds=1')).status).toBe(200);
    expect((await begun).status).toBe(200);
    const answered = performance.now();
    expect(await exit).toBe(0);
    expect(performance.now() - answered).toBeLessThan(SOON_MILLISECONDS);
    expect(said.out).toContain('0 jobs were left');
  });

  it('does not wait for ever, and says what it left', async () => {
    const { child, get, exit, said } = await started({ DRAIN_SECONDS: '0.2', UNREADY_SECONDS: '0', QUEUE_WORKERS: '1' });
    await get('/jobs?count=4&cpuMilliseconds=10000', 'POST');
    child.kill('SIGTERM');
    expect(await exit).toBe(1);
    expect(said.out).toContain('before everything had; 3 jobs were left');
  });

  it('refuses a wrong setting before it listens', async () => {
    const { exit, said } = run('main.ts', [], { PORT: 'http' });
    expect(await exit).toBe(2);
    expect(said.err).toContain('cannot start: PORT: ');
  });
});

describe('demo-load', () => {
  const trace = join(folder, 'load.csv');
  writeFileSync(trace, 'timestamp_iso,value\n2026-11-24T08:00:00Z,10\n2026-11-24T08:01:00Z,10\n2026-11-24T08:02:00Z,10\n');

  it('plays a trace on the application and tells what came of it', async () => {
    const app = await startDemoApp();
    try {
      const args = ['--url', `${app.url}/`, '--trace', trace, '--peak-per-second', '20', '--speed', '90', '--json'];
      const { exit, said } = run('demo-load.ts', args);
      expect(await exit, said.err).toBe(0);
      const summary = JSON.parse(said.out) as { seconds: number };
      expect(summary).toMatchObject({ sent: 40, answered: { '2xx': 40 }, failed: 0, skipped: 0 });
      expect(summary.seconds).toBeGreaterThanOrEqual(2);
    } finally {
      await app.stop();
    }
  });

  it.each([
    ['nobody answers', ['--url', 'http://127.0.0.1:1/', '--trace', trace, '--speed', '600'], 1, 'answered nothing'],
    ['the address is none', ['--url', 'shop', '--trace', trace], 2, 'expected http://'],
    ['the trace is missing', ['--url', 'http://127.0.0.1:1/', '--trace', join(folder, 'no.csv')], 2, 'no.csv'],
    ['the speed is none', ['--url', 'http://127.0.0.1:1/', '--trace', trace, '--speed', '0'], 2, 'expected a number'],
  ])('says so when %s', async (_, args, code, problem) => {
    const { exit, said } = run('demo-load.ts', args);
    expect(await exit).toBe(code);
    expect(said.err).toContain(problem);
  });
});
