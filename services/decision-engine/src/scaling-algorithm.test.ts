import { defaultPolicy } from '@smartscale/events';
import { describe, expect, it } from 'vitest';
import { cell, number, type Row, readWorkedTables } from '../../../test/documents/worked-tables.ts';
import { GUARDS } from './guards/index.ts';
import { packPods } from './signals/packing.ts';
import { wholeWorkers, workersAtTarget } from './signals/sizing.ts';
import { around, knownOf, showing } from './testing/demand.ts';
import { given, run, type Scene, streakOf } from './testing/spec.ts';

const TABLES = readWorkedTables(new URL('../../../docs/scaling-algorithm.md', import.meta.url));

/** What the code answers for a row, under the headings of the columns that the document claims. */
const WORKED: Readonly<Record<string, (row: Row) => Row>> = {
  'workers at target'(row) {
    const measured = { used: number(row, 'used'), allocatable: number(row, 'allocatable') };
    const counts = { joined: number(row, 'joined'), ready: number(row, 'ready'), reporting: number(row, 'reporting') };
    const workers = workersAtTarget(measured, counts, { targetPercent: number(row, 'target') });
    return { 'workers at target': String(Math.round(workers * 100) / 100), 'rounded up': String(wholeWorkers(workers)) };
  },
  cpu(row) {
    const before = number(row, 'samples above 70 % before');
    const memory = before === 0 ? {} : { streaks: { cpu: streakOf(before, 0) } };
    return wishOf(
      given(memory)
        .when({ cpu: number(row, 'CPU'), fleet: { joined: number(row, 'joined') } })
        .signal('cpu'),
    );
  },
  packing(row) {
    const [cores = '', bytes = ''] = cell(row, 'room').split(',');
    const sizes = cell(row, 'pods').split(',').map(sizeOf);
    const { workers, tooLarge } = packPods(sizes, { cores: Number.parseFloat(cores), bytes: Number.parseFloat(bytes) });
    return { workers: String(workers), 'too large': String(tooLarge) };
  },
  'pending pods'(row) {
    const unschedulable = number(row, 'unschedulable');
    // One pod for each worker needed that no second one fits beside, the rest without requests.
    const waitingPods = [
      { cores: 1, bytes: 0, count: number(row, 'they need') },
      { cores: 0, bytes: 0, count: unschedulable },
    ];
    const scene = { unschedulable, waitingPods, waitingSeconds: number(row, 'oldest waits') };
    return wishOf(
      given()
        .when({ ...scene, fleet: { joined: number(row, 'joined') } })
        .signal('pending-pods'),
    );
  },
  application(row) {
    const rule = {
      name: 'x',
      query: 'x',
      unit: '',
      threshold: number(row, 'threshold'),
      sizing: cell(row, 'sizing'),
      samples: 1,
    };
    const scene = { application: [{ name: 'x', value: number(row, 'value') }], fleet: { joined: number(row, 'joined') } };
    return wishOf(
      given()
        .when({ ...scene, policy: { signals: { application: [rule] } } })
        .signal('application:x'),
    );
  },
  idle(row) {
    // Five calm samples, the first 600 s before the start.
    const calmSince600 = { streaks: { idle: streakOf(5, 0) } };
    const scene = { cpu: number(row, 'CPU'), memory: number(row, 'memory'), unschedulable: number(row, 'unschedulable') };
    const { signal } = given(calmSince600).when({ ...scene, seconds: number(row, 'calm before') - 600 });
    return { verdict: String(signal('idle')?.verdict) };
  },
  'by price'(row) {
    const signal = given().when(sceneByPrice(row)).signal('newsvendor');
    return { ...wishOf(signal), 'would change': String(signal?.flip?.replace(/ workers of demand|, expects.*/g, '')) };
  },
};

/** A day of samples scattered around a level, and one on it. */
function sceneByPrice(row: Row): Scene {
  const [level, scatter, joined] = [number(row, 'demand'), number(row, 'give or take'), number(row, 'joined')];
  const policy = { sizing: { by: 'price', squeezedPrice: number(row, 'price') } };
  return { ...showing(level, joined), policy, demand: knownOf([...around(level, 720, scatter), level]) };
}

function wishOf(signal: { desiredWorkers: number | null; verdict: string } | undefined): Row {
  return { wish: String(signal?.desiredWorkers), verdict: String(signal?.verdict) };
}

/** `2 x 0.6/500`: two pods of 0.6 cores and 500 bytes. */
function sizeOf(text: string) {
  const [, count, cores, bytes] = /(\d+) x ([\d.]+)\/(\d+)/.exec(text) ?? [];
  return { count: Number(count), cores: Number(cores), bytes: Number(bytes) };
}

describe('the document says what the code does', () => {
  for (const [name, work] of Object.entries(WORKED)) {
    it.each(rowsOf(name))(`${name}: %j`, (row) => expect(row).toMatchObject(work(row)));
  }

  it('a morning', () => {
    const rows = rowsOf('a morning');
    const decided = run(rows.map(sceneOf));
    expect(decided.map(({ action, reason }) => `${action}: ${reason}`)).toEqual(
      rows.map((row) => `${cell(row, 'decision')}: ${cell(row, 'because')}`),
    );
  });

  it('guards', () =>
    expect(
      rowsOf('guards').map((row) => [cell(row, 'guard'), cell(row, 'judges'), cell(row, 'gives way to the minimum')]),
    ).toEqual(GUARDS.map(({ name, judges, bindsMinimum }) => [name, judges.join(', '), bindsMinimum ? 'no' : 'yes'])));

  it.each(rowsOf('knobs'))('knobs: %j', (row) => {
    const path = cell(row, 'in the policy').split('.');
    const value = path.reduce<unknown>((part, key) => (part as Record<string, unknown>)[key], defaultPolicy());
    expect(value).toBe(number(row, 'default'));
  });

  it('has no worked table that nobody works through', () =>
    expect([...TABLES.keys()].sort()).toEqual([...Object.keys(WORKED), 'a morning', 'guards', 'knobs'].sort()));
});

function rowsOf(name: string): readonly Row[] {
  const rows = TABLES.get(name) ?? [];
  if (rows.length === 0) throw new Error(`docs/scaling-algorithm.md has no worked table "${name}"`);
  return rows;
}

function sceneOf(row: Row): Scene {
  const [, joined, coming = 0, position] = /^(\d+)(?: \+ (\d+) coming)?(?: by (\d+))?$/.exec(cell(row, 'workers')) ?? [];
  const operations = position === undefined ? [] : [{ decisionPosition: Number(position) }];
  const scene = { seconds: number(row, 'minute') * 60, fleet: { joined: Number(joined), coming: Number(coming), operations } };
  return cell(row, 'CPU') === 'silent'
    ? { ...scene, missed: true }
    : { ...scene, cpu: number(row, 'CPU'), memory: number(row, 'memory') };
}
