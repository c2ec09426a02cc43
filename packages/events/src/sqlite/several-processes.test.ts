import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { openSqliteEventStore } from './sqlite-event-store.ts';

const BATCH_EVENTS = 3;
const TIMEOUT_MILLISECONDS = 30_000;

it(
  'several processes that create and write one file share its positions without a gap',
  async () => {
    const file = temporaryFile();
    const wins = 25;
    const writers = [1, 2, 3].map((name) => startWriter(file, name, wins));
    const codes = await Promise.all(writers.map(async ({ child }) => (await once(child, 'exit'))[0]));
    expect(codes).toEqual([0, 0, 0]);
    const events = await readAll(file);
    expect(events).toHaveLength(3 * wins * BATCH_EVENTS);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  },
  TIMEOUT_MILLISECONDS,
);

it(
  'a process killed in the middle of writing loses nothing that it was told is written',
  async () => {
    const file = temporaryFile();
    for (const [name, acknowledgements] of [1, 20, 57].entries()) {
      const { child, acknowledged } = startWriter(file, name, Number.MAX_SAFE_INTEGER);
      const last = await killAfter(child, acknowledged, acknowledgements);
      const events = await readAll(file);
      expect(events.length).toBeGreaterThanOrEqual(last);
      expect(events.length % BATCH_EVENTS, 'no batch is half there').toBe(0);
    }
  },
  TIMEOUT_MILLISECONDS,
);

function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'smartscale-processes-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'events.db');
}

function startWriter(file: string, name: number, wins: number) {
  const program = join(import.meta.dirname, 'fixtures', 'writer.ts');
  const child = spawn(process.execPath, [program, file, String(name), String(wins)], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return { child, acknowledged: createInterface(child.stdout) };
}

/** Kills the writer at its n-th acknowledgement, and returns the last version that it acknowledged before it died. */
async function killAfter(
  child: ChildProcess,
  acknowledged: ReturnType<typeof createInterface>,
  count: number,
): Promise<number> {
  let seen = 0;
  let last = 0;
  for await (const line of acknowledged) {
    last = Number(line);
    seen += 1;
    if (seen === count) child.kill('SIGKILL');
  }
  expect(seen).toBeGreaterThanOrEqual(count);
  return last;
}

async function readAll(file: string) {
  const store = openSqliteEventStore({ file, now: Date.now });
  const events = [...store.scan({ stream: 'notices-demo' })];
  store.close();
  expect(events.map(({ position }) => position)).toEqual(events.map((_, index) => index + 1));
  const database = new DatabaseSync(file);
  expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
  database.close();
  return events;
}
