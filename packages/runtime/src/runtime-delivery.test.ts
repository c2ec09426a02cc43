import { describe, expect, it } from 'vitest';
import { createWorld, MINUTE, START, type WorldOptions } from './runtime-fixture.ts';

const NUMBERS = Array.from({ length: 40 }, (_, index) => index + 1);

async function deliver(options: WorldOptions): Promise<string[]> {
  const { runtime, clock, append, seen } = createWorld(options);
  await runtime.start();
  for (const number of NUMBERS) await append(number);
  await clock.runUntil(START + MINUTE);
  return seen.filter((line) => line.startsWith('hear'));
}

const numberOf = (line: string): number => Number(line.split(' ')[1]);

describe('a bus that is asked to be unruly', () => {
  it('repeats: each event at least once, some twice', async () => {
    const lines = await deliver({ delivery: { seed: 3, duplicatePercent: 30 } });
    expect(new Set(lines.map(numberOf))).toEqual(new Set(NUMBERS));
    expect(lines.length).toBeGreaterThan(NUMBERS.length + 4);
    expect(lines.length).toBeLessThan(NUMBERS.length + 20);
  });

  it('reorders: each event once, not in order', async () => {
    const numbers = (await deliver({ delivery: { seed: 3, reorderPercent: 30 } })).map(numberOf);
    expect(numbers.toSorted((a, b) => a - b)).toEqual(NUMBERS);
    expect(numbers).not.toEqual(NUMBERS);
  });

  it('is late by its latency', async () => {
    const lines = await deliver({ delivery: { seed: 3, latencyMilliseconds: 1_000 } });
    const seconds = lines.map((line) => Number(line.split(' at ')[1]));
    expect(Math.min(...seconds)).toBeGreaterThanOrEqual(0.5);
    expect(Math.max(...seconds)).toBeLessThanOrEqual(1.5);
  });

  it('is unruly in the same way for the same seed, and in another for another', async () => {
    const unruly = (seed: number) =>
      deliver({ delivery: { seed, latencyMilliseconds: 300, duplicatePercent: 20, reorderPercent: 20 } });
    const first = await unruly(1);
    expect(await unruly(1)).toEqual(first);
    expect(await unruly(2)).not.toEqual(first);
  });

  it('loses a delivery only when told to', async () => {
    const lines = await deliver({ onDelivery: ({ functionName }) => (functionName === 'hear' ? 'drop' : undefined) });
    expect(lines).toEqual([]);
  });
});

describe('a replay', () => {
  const range = { from: '2026-11-24T08:00:00.000Z', to: '2026-11-24T09:00:00.000Z' };

  it('reaches the inspection queue and no rule that excludes replays', async () => {
    const { runtime, append, seen } = createWorld();
    await runtime.start();
    await append(1);
    await append(2);
    await runtime.idle();
    const before = [...seen];
    expect(await runtime.archive.replay(range, { replayName: 'look' })).toEqual({ events: 2, rules: [] });
    await runtime.idle();
    expect(seen).toEqual(before);
    expect(runtime.archive.inspected()).toMatchObject([
      { 'replay-name': 'look', source: 'smartscale.spot-guard', 'detail-type': 'InterruptionDrained', detail: { position: 1 } },
      { 'replay-name': 'look', detail: { position: 2 } },
    ]);
  });

  it('has its bounds: from inclusive, to exclusive, and only the types asked for', async () => {
    const { runtime, clock, append } = createWorld();
    await runtime.start();
    await append(1);
    await clock.runUntil(START + 60 * MINUTE);
    await append(2);
    const options = { replayName: 'look' };
    expect(await runtime.archive.replay(range, options)).toMatchObject({ events: 1 });
    expect(await runtime.archive.replay({ ...range, to: '2026-11-24T09:00:00.001Z' }, options)).toMatchObject({ events: 2 });
    expect(await runtime.archive.replay(range, { ...options, detailTypes: ['NodeLost'] })).toMatchObject({ events: 0 });
  });

  it('brings what is in no store, such as a drill, in its place in time', async () => {
    const { runtime, clock, append } = createWorld();
    await runtime.start();
    await append(1);
    await clock.runUntil(START + MINUTE);
    await runtime.bus.publish([{ source: 'smartscale.drill', detailType: 'Drill', detail: '{}' }]);
    await clock.runUntil(START + 2 * MINUTE);
    await append(2);
    await runtime.archive.replay(range, { replayName: 'look' });
    expect(runtime.archive.inspected().map((event) => event['detail-type'])).toEqual([
      'InterruptionDrained',
      'Drill',
      'InterruptionDrained',
    ]);
  });
});
