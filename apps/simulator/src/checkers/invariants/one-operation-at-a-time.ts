import type { Invariant } from '../invariant.ts';

/** A decision's operation ends before the next one is planned. Replacements and repairs run beside it. */
export const oneOperationAtATime: Invariant = {
  name: 'one-operation-at-a-time',
  promise: 'At most one scale operation of a decision is in flight.',
  watch({ report }) {
    const running = new Set<string>();
    return {
      appended(events) {
        for (const { type, data } of events) {
          if (type === 'ScaleCompleted') running.delete(data.operationId);
          if (type !== 'ScalePlanned' || data.decisionPosition === null) continue;
          const [other] = running;
          if (other !== undefined) report(`operation ${data.operationId} was planned while ${other} ran`);
          running.add(data.operationId);
        }
      },
    };
  },
};
