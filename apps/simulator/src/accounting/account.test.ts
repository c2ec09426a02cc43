import { describe, expect, it } from 'vitest';
import type { FakeInstance } from '../world/ec2/fake-instance.ts';
import { createAccount } from './account.ts';

const HOUR = 3_600_000;

function instance(changes: Partial<FakeInstance>): FakeInstance {
  return {
    ...{ instanceId: 'i-1', launchId: 'l-1', zone: 'a', capacityType: 'on-demand', instanceType: 't3.medium' },
    ...{ pricePerHourUsd: 0.36, launchedAt: 0, shownAt: 0, runningAt: 0, readyAt: 0, turns: [], endedAt: null, endCause: null },
    ...changes,
  };
}

describe('the account', () => {
  it('counts worker-hours from launch to the end of billing, and to now for those that run', () => {
    const account = createAccount(0);
    account.ended(instance({ endedAt: 2 * HOUR, endCause: 'asked', capacityType: 'spot' }));
    const totals = account.totals([instance({ launchedAt: HOUR }), instance({ endedAt: HOUR })], 4 * HOUR);
    expect(totals).toMatchObject({ workerHours: 5, spotWorkerHours: 2, terminations: 1 });
    expect(totals.costUsd).toBeCloseTo(5 * 0.36, 10);
  });

  it('bills by the second, and a minute at the least', () => {
    const account = createAccount(0);
    account.ended(instance({ endedAt: 10_000, endCause: 'interruption' }));
    expect(account.totals([], 0).costUsd).toBeCloseTo(0.006, 10);
    account.ended(instance({ endedAt: 60_400, endCause: 'asked' }));
    expect(account.totals([], 0).costUsd).toBeCloseTo(0.006 + 0.0061, 10);
  });

  it('leaves out what an older instance had before the account began', () => {
    expect(createAccount(3 * HOUR).totals([instance({ launchedAt: 0 })], 4 * HOUR).workerHours).toBe(1);
  });

  it('knows unserved demand, hot minutes and missing workers', () => {
    const account = createAccount(0);
    account.minute(1.8, 2);
    account.minute(1.81, 2);
    account.minute(4, 2);
    account.minute(0, 0);
    const totals = account.totals([], 0);
    expect(totals.hotPercent).toBe(50);
    expect(totals.unservedPercent).toBeCloseTo((100 * 2) / 7.61, 10);
    expect(totals.squeezedWorkerHours).toBeCloseTo((1.81 / 0.9 - 2 + 4 / 0.9 - 2) / 60, 10);
  });
});
