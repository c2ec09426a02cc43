import type { Invariant } from '../invariant.ts';

/** A launch that was planned starts one instance, however often it is asked for, and a decision no more than it decided. */
export const noDecisionLaunchesTwice: Invariant = {
  name: 'no-decision-launches-twice',
  promise: 'A planned launch starts one instance, and a decision no more instances than it asked for.',
  watch({ report }) {
    const instanceOf = new Map<string, string>();
    const wanted = new Map<string, number>();
    const started = new Map<string, number>();
    return {
      appended(events) {
        for (const { type, id, data } of events) {
          if (type === 'ScaleDecided' && data.action === 'up') wanted.set(id, data.to - data.from);
        }
      },
      launched({ instanceId, request: { launchId, operationId } }) {
        const first = instanceOf.get(launchId);
        if (first !== undefined && first !== instanceId) report(`launch ${launchId} started ${first}, then ${instanceId}`);
        instanceOf.set(launchId, instanceId);
        const count = (started.get(operationId) ?? 0) + 1;
        started.set(operationId, count);
        const most = wanted.get(operationId);
        if (most !== undefined && count > most) report(`decision ${operationId} wanted ${most} more and started ${count}`);
      },
    };
  },
};
