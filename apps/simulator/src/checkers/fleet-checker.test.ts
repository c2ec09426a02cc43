import { defaultPolicy } from '@smartscale/events';
import { describe, expect, it } from 'vitest';
import type { FakeInstance } from '../world/ec2/fake-instance.ts';
import type { WorkerView } from '../world/worker-view.ts';
import { createFleetChecker } from './fleet-checker.ts';
import { MOST_KEPT } from './watch.ts';

const MINUTE = 60_000;

function workers(count: number, changes: (index: number) => Partial<WorkerView> = () => ({})): readonly WorkerView[] {
  return Array.from({ length: count }, (_, index) => ({
    ...{ instanceId: `i-${index}`, launchedAt: 0, pricePerHourUsd: 0.04, ended: false, hasNode: true, ready: true },
    ...{ cordoned: false, atRisk: false, pods: 1, status: 'ready', zone: 'a', instanceType: 't3.medium' },
    capacityType: index < 2 ? 'on-demand' : 'spot',
    ...changes(index),
  }));
}

function violationsAfter(minutes: number, fleet: readonly WorkerView[]) {
  const checker = createFleetChecker(defaultPolicy());
  for (let minute = 0; minute <= minutes; minute += 1) checker.minute(fleet, minute * MINUTE);
  return checker.violations.kept.map(({ invariant, detail }) => `${invariant}: ${detail}`);
}

describe('the fleet checker', () => {
  it('is content with a fleet within its bounds', () => {
    expect(violationsAfter(100, workers(2))).toEqual([]);
    expect(violationsAfter(100, workers(10))).toEqual([]);
  });

  it.each([
    ['more workers than max', workers(11), 4, 'at-most-max-workers: 11 workers, at most 10 are allowed for 4 minutes'],
    ['fewer than min', workers(1), 15, 'at-least-min-workers: 1 workers, at least 2 are needed for 15 minutes'],
    ['too few On-Demand', workers(4, () => ({ capacityType: 'spot' })), 30, 'on-demand-base: 0 On-Demand workers of 4, 2 are'],
    ['a cordoned one', workers(4, (index) => (index === 3 ? { cordoned: true } : {})), 30, 'no-worker-cordoned-for-long: i-3'],
    [
      'one never Ready',
      workers(4, (index) => (index === 3 ? { ready: false } : {})),
      15,
      'every-launch-ends: i-3 running without',
    ],
    [
      'a Node left behind',
      workers(4, (index) => (index === 3 ? { ended: true } : {})),
      15,
      'no-node-without-instance: a Node of i-3',
    ],
  ])('bears %s for a while, and tells it once', (_, fleet, minutes, told) => {
    expect(violationsAfter(minutes - 1, fleet)).toEqual([]);
    expect(violationsAfter(minutes + 50, fleet)).toHaveLength(1);
    expect(violationsAfter(minutes, fleet)[0]).toContain(told);
  });

  it('does not count what is on its way out', () => {
    expect(
      violationsAfter(
        20,
        workers(12, (index) => (index > 9 ? { cordoned: true } : {})),
      ),
    ).toEqual([]);
  });

  it('counts what is cordoned only because EC2 may take it', () => {
    const risky = workers(12, (index) => (index > 9 ? { cordoned: true, atRisk: true } : {}));
    expect(violationsAfter(20, risky)[0]).toContain('at-most-max-workers');
  });

  it('finds a second instance for one launch', () => {
    const checker = createFleetChecker(defaultPolicy());
    const launch = (instanceId: string) => checker.launched({ launchId: 'l-1', instanceId, launchedAt: 5 } as FakeInstance);
    launch('i-1');
    expect(checker.violations.count).toBe(0);
    launch('i-2');
    expect(checker.violations.kept).toEqual([{ invariant: 'one-instance-per-launch', at: 5, detail: 'l-1 started i-2, too' }]);
  });

  it('keeps a bounded number word for word and counts the rest', () => {
    const { violations, launched } = createFleetChecker(defaultPolicy());
    for (let index = 0; index < 151; index += 1)
      launched({ launchId: 'same', instanceId: `i-${index}`, launchedAt: 0 } as FakeInstance);
    expect(violations.count).toBe(150);
    expect(violations.kept).toHaveLength(MOST_KEPT);
  });
});
