import type { RecordedEvent } from '@smartscale/events';
import type { Invariant } from '../invariant.ts';

/** Whatever is repeated, died over or answered late: a launch of a plan is one instance, and a decision one plan. */
export const noDecisionLaunchesTwice: Invariant = {
  name: 'no-decision-launches-twice',
  promise: 'A decision is planned once and for no more workers than it wanted, and a planned launch starts one instance.',
  watch({ report }) {
    const decisions = new Map<string, number>();
    const planned = new Set<string>();
    const instanceOf = new Map<string, string>();

    function checkPlan({ operationId, cause, workersBefore, launches }: RecordedEvent<'ScalePlanned'>['data']): void {
      if (planned.has(operationId)) report(`${operationId} was planned twice`);
      planned.add(operationId);
      const wanted = decisions.get(operationId) ?? Number.POSITIVE_INFINITY;
      const size = workersBefore + launches.length;
      if (cause === 'scale-up' && size > wanted)
        report(`decision ${operationId} wanted ${wanted} workers, its plan makes ${size}`);
    }

    return {
      appended(events) {
        for (const { type, id, data } of events) {
          if (type === 'ScaleDecided' && data.action === 'up') decisions.set(id, data.to);
          if (type === 'ScalePlanned') checkPlan(data);
        }
      },
      launched({ instanceId, request: { launchId } }) {
        const first = instanceOf.get(launchId);
        if (first !== undefined && first !== instanceId) report(`launch ${launchId} started ${first}, then ${instanceId}`);
        instanceOf.set(launchId, instanceId);
      },
    };
  },
};
