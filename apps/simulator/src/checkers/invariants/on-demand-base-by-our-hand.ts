import type { Invariant, Scene } from '../invariant.ts';

const BY_CHOICE: ReadonlySet<string> = new Set(['scale-down', 'repair', 'rebalance']);

/**
 * What remains stands on its base, and a fleet that is smaller than its base is all On-Demand. Only those that have joined are stood on; after a
 * scale-down those that are coming count as remaining, too.
 */
export const onDemandBaseByOurHand: Invariant = {
  name: 'on-demand-base-by-our-hand',
  promise: 'We drain no On-Demand worker of the base.',
  watch(scene) {
    return {
      appended(events) {
        for (const { type, data } of events) {
          if (type !== 'NodeDrainStarted' || !BY_CHOICE.has(data.cause)) continue;
          const complaint = complaintOf(data.instanceId, data.cause, scene);
          if (complaint) scene.report(`${data.instanceId} is drained (${data.cause}) and leaves ${complaint}`);
        }
      },
    };
  },
};

function complaintOf(instanceId: string, cause: string, scene: Scene): string | null {
  const { workers } = scene.fleet();
  if (workers[instanceId]?.capacityType !== 'on-demand') return null;
  const joined = Object.values(workers).filter(({ status }) => status === 'joined');
  const coming = Object.values(workers).filter(({ status }) => status === 'launched').length;
  const left = joined.filter(({ capacityType }) => capacityType === 'on-demand').length;
  const wanted = Math.min(...scene.recentPolicies().map(({ mix }) => mix.onDemandBase));
  const base = Math.min(wanted, joined.length + (cause === 'scale-down' ? coming : 0));
  return left < base ? `${left} On-Demand of ${base}` : null;
}
