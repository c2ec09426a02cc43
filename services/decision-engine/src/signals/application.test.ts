import { describe, expect, it } from 'vitest';
import { given, streakOf } from '../testing/spec.ts';

const rule = { name: 'queue_depth', query: 'sum(queue_depth)', unit: 'jobs', threshold: 100, sizing: 'step' };
const rate = { name: 'requests_per_second', query: 'sum(rate(x[1m]))', unit: '1/s', threshold: 50, sizing: 'per-worker' };
const NAME = 'application:queue_depth';
const above = { streaks: { [NAME]: streakOf(1, 0), 'application:requests_per_second': streakOf(1, 0) } };

const queue = (value: number | null, memory = {}, knobs = {}) =>
  given(memory).when({
    application: [{ name: 'queue_depth', value }],
    policy: { signals: { application: [{ ...rule, ...knobs }] } },
  });

const requests = (value: number, joined = 3) =>
  given(above).when({
    application: [{ name: 'requests_per_second', value }],
    policy: { signals: { application: [rate] } },
    fleet: { joined },
  });

describe('a step signal', () => {
  it('adds one worker above its threshold, after its samples', () => {
    queue(100, above).decides({ action: 'hold' });
    queue(101).decides({ action: 'hold', decidedBy: NAME });
    queue(101, above).decides({
      action: 'up',
      to: 4,
      decidedBy: NAME,
      reason: 'queue_depth 101 jobs above 100 jobs for 2 samples: 3 -> 4 workers',
    });
    queue(101, {}, { samples: 1 }).decides({ action: 'up', to: 4 });
  });

  it('agrees to a scale-down below half its threshold, or below what the policy calls calm', () => {
    expect(queue(49).signal(NAME)).toMatchObject({ verdict: 'down', desiredWorkers: 2 });
    expect(queue(50).signal(NAME)).toMatchObject({ verdict: 'hold' });
    expect(queue(9, {}, { calmBelow: 10 }).signal(NAME)?.verdict).toBe('down');
    expect(queue(10, {}, { calmBelow: 10 }).signal(NAME)?.verdict).toBe('hold');
  });
});

describe('a per-worker signal', () => {
  it('needs as many workers as carry it', () => {
    requests(150).decides({ action: 'hold' });
    requests(151).decides({ action: 'up', to: 4 }); // ceil(151 / 50)
    requests(201).decides({ action: 'up', to: 5 });
  });

  it('agrees to a scale-down below half of what the workers carry', () => {
    expect(requests(74).signal('application:requests_per_second')).toMatchObject({ verdict: 'down', desiredWorkers: 2 });
    expect(requests(75).signal('application:requests_per_second')).toMatchObject({ verdict: 'hold' });
  });

  it('never wants more than can be stored', () =>
    expect(requests(1e300).signal('application:requests_per_second')?.desiredWorkers).toBe(1_000));

  it('never wants less than none', () =>
    expect(requests(-5).signal('application:requests_per_second')?.desiredWorkers).toBe(0));
});

it('reads its own value among several', () => {
  const application = [
    { ...rule, name: 'first' },
    { ...rule, name: 'second', samples: 1, unit: '' },
  ];
  const values = [
    { name: 'first', value: 1 },
    { name: 'second', value: 101 },
  ];
  given()
    .when({ application: values, policy: { signals: { application } } })
    .decides({ decidedBy: 'application:second', reason: 'second 101 above 100 for 1 sample: 3 -> 4 workers' });
});

it('says what would turn it', () => {
  expect(queue(74).signal(NAME)?.flip).toBe('would agree below 50 jobs, is 74 jobs');
  expect(queue(75).signal(NAME)?.flip, 'as near to the one as to the other').toBe('would scale up above 100 jobs, is 75 jobs');
  expect(queue(76).signal(NAME)?.flip).toBe('would scale up above 100 jobs, is 76 jobs');
  expect(queue(20).signal(NAME)?.flip).toBe('would object at 50 jobs, is 20 jobs');
});

it('abstains without a value, keeps its streak, and no worker is taken away meanwhile', () => {
  const { decision, signal } = queue(null, above);
  expect(signal(NAME)).toMatchObject({ verdict: 'abstain', value: null });
  expect(decision.memory.streaks[NAME]).toEqual(above.streaks[NAME]);
});

it('may be called as a built-in signal is', () => {
  const application = [{ ...rule, name: 'cpu', samples: 1 }];
  given()
    .when({ application: [{ name: 'cpu', value: 500 }], policy: { signals: { application } } })
    .decides({ action: 'up', decidedBy: 'application:cpu' });
});
