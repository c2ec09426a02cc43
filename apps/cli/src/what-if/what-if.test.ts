import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultPolicy, policySchema } from '@smartscale/events';
import { createMemoryEventStore } from '@smartscale/events/memory';
import { openSqliteEventStore } from '@smartscale/events/sqlite';
import { createSimulation, type SimulationResult } from '@smartscale/simulator';
import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { policyCommand } from '../commands/policy.ts';
import { replayCommand } from '../commands/replay.ts';
import { readDemand } from '../read-demand.ts';
import { formatWhatIf } from './format-what-if.ts';
import { rehearseLastWeek, rehearseRange } from './rehearse-range.ts';

const ALL = { from: null, to: null };
const folder = mkdtempSync(join(tmpdir(), 'smartscale-what-if-'));
const file = join(folder, 'fleet.db');
let store: ReturnType<typeof openSqliteEventStore>;
let lived: SimulationResult;

beforeAll(async () => {
  const { demand } = readDemand('mongo-app01', { peakWorkers: 6, maxWorkers: 10, warn() {} });
  const openStore = (now: () => number) => openSqliteEventStore({ file, now, durability: 'normal' });
  const simulation = await createSimulation({ demand, openStore });
  lived = await simulation.run({ days: 1 });
  store = openStore(Date.now);
}, 60_000);
afterAll(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

/** What a command prints, on the store of this file. */
async function printed(command: Command, ...args: string[]): Promise<string> {
  const written: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  try {
    await command.parseAsync(['node', 'smartscale', ...args, '--store', `sqlite:${file}`]);
  } finally {
    write.mockRestore();
  }
  return written.join('');
}

function policyFile(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

async function whatIf(knobs: object, range: { from: string | null; to: string | null } = ALL) {
  const result = await rehearseRange(store, 'local', { ...range, policy: policySchema.parse(knobs) });
  if (result === null) throw new Error('nothing was recorded');
  return result;
}

describe('what if', () => {
  it('comes near to what was recorded when nothing is changed', async () => {
    const result = await whatIf({});
    expect(result.policy).toEqual(result.inForce);
    expect(result.changePercent).toEqual({ workerHours: 0, costUsd: 0 });
    expect(Math.abs(result.modelErrorPercent.workerHours)).toBeLessThan(5);
    expect(Math.abs(result.modelErrorPercent.costUsd)).toBeLessThan(5);
    expect(result.recorded.workerHours).toBeCloseTo(lived.workerHours, 0);
    expect(result.recorded.ledger.costUsd).toBeCloseTo(lived.costUsd, 2);
    expect(result.days).toBeCloseTo(1, 2);
  });

  it('tells what a larger fleet would have cost', async () => {
    const { policy, inForce, changePercent, gaps } = await whatIf({ workers: { min: 6 } });
    const gapMinutes = gaps.reduce((sum, { from, to }) => sum + (Date.parse(to) - Date.parse(from)) / 60_000, 0);
    expect(policy.workerHours).toBeGreaterThanOrEqual(6 * (24 - gapMinutes / 60) - 0.2);
    expect(policy.costUsd).toBeGreaterThan(inForce.costUsd);
    expect(changePercent.costUsd).toBeGreaterThan(0);
  });

  it('keeps to the range that it is asked for', async () => {
    const whole = await whatIf({});
    const half = new Date(Date.parse(whole.from) + 12 * 3_600_000).toISOString();
    const result = await whatIf({}, { from: half, to: null });
    expect(Math.abs(Date.parse(result.from) - Date.parse(half))).toBeLessThan(120_000);
    expect(result.days).toBeCloseTo(0.5, 1);
  });

  it('says what is assumed, how far it is off, and what was not measured', async () => {
    const text = formatWhatIf(await whatIf({ forecast: { forecaster: 'brief' } }));
    expect(text).toMatch(/this policy beside what was in force: [+-]?\d+\.\d % of cost/);
    expect(text).toMatch(/is to be trusted: it is [+-]?\d+\.\d % of cost/);
    expect(text).toContain('as recorded');
    expect(text).toContain('USD on Spot');
  });

  it('is nothing where nothing was recorded', async () => {
    const empty = createMemoryEventStore({ now: () => 0 });
    expect(await rehearseRange(empty, 'local', { ...ALL, policy: defaultPolicy() })).toBeNull();
    expect(
      await rehearseRange(store, 'local', { from: '2100-01-01T00:00:00.000Z', to: null, policy: defaultPolicy() }),
    ).toBeNull();
  });

  it('says why the last week cannot be told, and does not fail for it', async () => {
    const empty = createMemoryEventStore({ now: () => 0 });
    expect(await rehearseLastWeek(empty, 'local', defaultPolicy())).toBe('no demand was recorded in the last week');
    const broken = { ...store, readRange: () => Promise.reject(new Error('event 7 cannot be read')) };
    const said = await rehearseLastWeek(broken, 'local', defaultPolicy());
    expect(said).toBe('the record of the last week cannot be used: event 7 cannot be read');
    expect(formatWhatIf(said)).toBe(`what if: ${String(said)}`);
  });
});

describe('what if, on the command line', () => {
  it('stands beside the differences of each decision in a replay', async () => {
    const wide = policyFile('wide.yaml', 'workers: { min: 6 }');
    const document = JSON.parse(await printed(replayCommand(), '--policy', wide, '--json'));
    expect(document).toMatchObject({ evaluations: 720, whatIf: { policy: { workerHours: expect.any(Number) } } });
    expect(document.whatIf.changePercent.workerHours).toBeGreaterThan(0);
    expect(JSON.parse(await printed(replayCommand(), '--json'))).not.toHaveProperty('whatIf');
  });

  it('follows the differences of a policy, unless they are none or it is not wanted', async () => {
    const wide = policyFile('wide.yaml', 'workers: { min: 6 }');
    const text = await printed(policyCommand(), 'diff', wide);
    expect(text).toMatch(/1 difference to version 1\n {2}workers\.min +2 +-> +6\n\nwhat if, /);
    expect(JSON.parse(await printed(policyCommand(), 'diff', wide, '--json')).changes).toHaveLength(1);
    expect(await printed(policyCommand(), 'diff', wide, '--no-what-if')).not.toContain('what if');
    expect(await printed(policyCommand(), 'diff', policyFile('same.yaml', ''))).toBe('no difference to version 1\n');
  });

  it('is shown before a policy is adopted', async () => {
    const wide = policyFile('wide.yaml', 'workers: { min: 6 }');
    const text = await printed(policyCommand(), 'apply', wide);
    expect(text.indexOf('what if, ')).toBe(0);
    expect(text).toContain('in force as version 2');
  });
});
