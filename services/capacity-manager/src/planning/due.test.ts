import type { fleet } from '@smartscale/projections';
import { describe, expect, it } from 'vitest';
import { at, drainingWorker, fleetOf, launchedWorker, NOW, operation, policyWith, worker } from '../testing/fleets.ts';
import { isNear, mayExchange } from './due.ts';

const DAY = 86_400;
const dueIn = (seconds: number, from: fleet.Worker = worker('i-3', 'c spot')): fleet.Worker => ({
  ...from,
  replacement: { noticeId: 'notice', reason: 'planned work', dueAt: at(seconds) },
});
const standIn = worker('i-4', 'c spot', { replaces: 'i-3' });

function may(
  due: fleet.Worker,
  { max = 10, others = [], ...change }: { max?: number; others?: readonly fleet.Worker[] } & Partial<fleet.FleetState> = {},
): boolean {
  const state = fleetOf([worker('i-1', 'a on-demand'), worker('i-2', 'b on-demand'), due, ...others], change);
  return mayExchange(due, { state, policy: policyWith({ workers: { min: 2, max } }), now: NOW });
}

it('work within half an hour is near', () => {
  expect(isNear(dueIn(1_799), NOW)).toBe(true);
  expect(isNear(dueIn(1_800), NOW)).toBe(false);
  expect(isNear(worker('i-3', 'c spot'), NOW)).toBe(false);
});

describe('the exchange of a worker that is to be replaced', () => {
  it('is that of a worker which carries pods, until an hour after the work was due', () => {
    expect(may(dueIn(DAY))).toBe(true);
    expect(may(worker('i-3', 'c spot'))).toBe(false);
    expect(may(dueIn(1_000, drainingWorker('i-3', { deadline: at(60) })))).toBe(false);
    expect(may(dueIn(-3_600))).toBe(true);
    expect(may(dueIn(-3_601))).toBe(false);
  });

  it('rests five minutes after a drain of it failed', () => {
    const backSince = (seconds: number) =>
      dueIn(1_000, { ...worker('i-3', 'c spot'), status: 'joined', joinedAt: at(seconds) });
    expect(may(backSince(-300))).toBe(true);
    expect(may(backSince(-299))).toBe(false);
  });

  it('is left to whoever has it in a plan, and to a stand-in that is coming', () => {
    expect(may(dueIn(1_000), { operations: [operation({ leaving: ['i-3'] })] })).toBe(false);
    expect(may(dueIn(1_000), { operations: [operation({ leaving: ['i-1'] })] })).toBe(true);
    const coming = { ...launchedWorker('i-4', { joinBy: at(60) }), replaces: 'i-3' };
    expect(may(dueIn(1_000), { others: [coming] })).toBe(false);
    expect(may(dueIn(1_000), { others: [standIn] })).toBe(true);
  });

  it('waits for nothing else once the work is near', () => {
    const drained = drainingWorker('i-9', { deadline: at(60) });
    const operations = [operation({ cause: 'repair' })];
    expect(may(dueIn(1_799), { operations, lastRepairAt: at(-1), max: 3, others: [drained] })).toBe(true);
  });

  it('waits for the disruption budget', () =>
    expect(may(dueIn(DAY), { others: [drainingWorker('i-9', { deadline: at(60) })] })).toBe(false));

  it('waits for another repair, not for anything else that is in flight', () => {
    expect(may(dueIn(DAY), { operations: [operation({ cause: 'repair' })] })).toBe(false);
    expect(may(dueIn(DAY), { operations: [operation({ cause: 'scale-up' })] })).toBe(true);
  });

  it('waits half an hour after the last repair', () => {
    expect(may(dueIn(DAY), { lastRepairAt: at(-1_799) })).toBe(false);
    expect(may(dueIn(DAY), { lastRepairAt: at(-1_800) })).toBe(true);
  });

  it('waits at the maximum, unless its stand-in has joined', () => {
    expect(may(dueIn(DAY), { max: 4 })).toBe(true);
    expect(may(dueIn(DAY), { max: 3 })).toBe(false);
    expect(may(dueIn(DAY), { max: 4, others: [standIn] })).toBe(true);
  });
});
