import { describe, expect, it } from 'vitest';
import { drainPlan } from './drain-plan.ts';
import type { ClusterPod } from './port.ts';

const pod = (name: string, more: Partial<ClusterPod> = {}): ClusterPod => ({
  ...{ namespace: 'default', name, uid: name, nodeName: 'a', phase: 'Running', isDaemon: false, isMirror: false },
  ...{ doNotDisrupt: false, priority: 0, gracePeriodSeconds: 30, terminating: false, requests: { cores: 1, bytes: 1 } },
  ...more,
});
const names = (pods: readonly ClusterPod[]) => pods.map(({ name }) => name);

describe('drainPlan', () => {
  it.each([
    ['a DaemonSet pod', { isDaemon: true }],
    ['a mirror pod', { isMirror: true }],
    ['a pod that succeeded', { phase: 'Succeeded' }],
    ['a pod that failed', { phase: 'Failed' }],
    ['a do-not-disrupt pod that has ended', { phase: 'Succeeded', doNotDisrupt: true }],
    ['a DaemonSet pod on its way out', { isDaemon: true, terminating: true }],
  ] as const)('leaves %s', (_, more) => {
    expect(drainPlan([pod('it', more)])).toEqual({ evict: [], protectedPods: [], awaited: [] });
  });

  it.each([
    ['a running pod', {}, 'evict'],
    ['a pod that starts', { phase: 'Pending' }, 'evict'],
    ['a pod of an unknown phase', { phase: 'Unknown' }, 'evict'],
    ['a do-not-disrupt pod', { doNotDisrupt: true }, 'protectedPods'],
    ['a pod on its way out', { terminating: true }, 'awaited'],
    ['a do-not-disrupt pod on its way out', { terminating: true, doNotDisrupt: true }, 'awaited'],
  ] as const)('sorts %s', (_, more, list) => {
    const plan = drainPlan([pod('it', more)]);
    expect(names(plan[list])).toEqual(['it']);
    expect(plan.evict.length + plan.protectedPods.length + plan.awaited.length).toBe(1);
  });

  it('asks the lowest priority first, and the longest grace first among equals', () => {
    const pods = [
      pod('high', { priority: 100 }),
      pod('quick', { gracePeriodSeconds: 1 }),
      pod('slow', { gracePeriodSeconds: 60 }),
      pod('low', { priority: -5 }),
    ];
    expect(names(drainPlan(pods).evict)).toEqual(['low', 'slow', 'quick', 'high']);
  });
});
