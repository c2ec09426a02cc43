import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { StoreUnusableError } from '../errors.ts';
import { reserveStore } from './store-lock.ts';

const folder = mkdtempSync(join(tmpdir(), 'smartscale-lock-'));
afterAll(() => rmSync(folder, { recursive: true }));

const MODULE = JSON.stringify(new URL('store-lock.ts', import.meta.url).href);

/** Another process tries to reserve the store; `then` is what it does when it has it. */
function inAnotherProcess(file: string, then: string): string {
  const program = `const { reserveStore } = await import(${MODULE});
    try { reserveStore(${JSON.stringify(file)}); console.log('has it'); ${then} } catch (error) { console.log(error.message); }`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }).stdout.trim();
}

describe('the reservation of a store', () => {
  it('keeps a second process out until it is released', () => {
    const file = join(folder, 'fleet.db');
    const reservation = reserveStore(file);
    expect(inAnotherProcess(file, '')).toMatch(/fleet\.db is in use by another process/);
    reservation.release();
    expect(inAnotherProcess(file, '')).toBe('has it');
  });

  it('ends with a process that is killed', () => {
    const file = join(folder, 'killed.db');
    expect(inAnotherProcess(file, "process.kill(process.pid, 'SIGKILL')")).toBe('has it');
    reserveStore(file).release();
  });

  it('is refused twice in one process, too', () => {
    const file = join(folder, 'twice.db');
    const first = reserveStore(file);
    expect(() => reserveStore(file)).toThrow(StoreUnusableError);
    first.release();
  });
});
