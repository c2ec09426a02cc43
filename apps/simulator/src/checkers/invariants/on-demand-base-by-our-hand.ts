import type { Invariant } from '../invariant.ts';

const BY_CHOICE: ReadonlySet<string> = new Set(['scale-down', 'repair', 'rebalance']);

/** Whoever drains an On-Demand worker by choice leaves the base standing: those that have joined, not those that might. */
export const onDemandBaseByOurHand: Invariant = {
  name: 'on-demand-base-by-our-hand',
  promise: 'We drain no On-Demand worker of the base.',
  watch(scene) {
    return {
      appended(events) {
        const { workers } = scene.fleet();
        for (const { type, data } of events) {
          if (type !== 'NodeDrainStarted' || !BY_CHOICE.has(data.cause)) continue;
          if (workers[data.instanceId]?.capacityType !== 'on-demand') continue;
          const base = Math.min(...scene.recentPolicies().map(({ mix }) => mix.onDemandBase));
          const left = Object.values(workers).filter(
            ({ status, capacityType }) => status === 'joined' && capacityType === 'on-demand',
          ).length;
          if (left < base)
            scene.report(`${data.instanceId} is drained (${data.cause}) and leaves ${left} On-Demand of ${base}`);
        }
      },
    };
  },
};
