import type { Ending, Invariant, Scene } from '../invariant.ts';

/** After hours of calm and level demand there is a whole fleet, of the right size, and nothing is under way. */
export const comesToRest: Invariant = {
  name: 'comes-to-rest',
  promise: 'Left alone, the fleet comes to rest: whole, within its bounds, serving its demand, with nothing left undone.',
  watch(scene) {
    return {
      end(ending) {
        for (const complaint of complaintsOf(ending, scene)) scene.report(complaint);
      },
    };
  },
};

function complaintsOf({ moment, demand, deadLetters }: Ending, scene: Scene): readonly string[] {
  const { workers: known, operations } = scene.fleet();
  const { workers: size, mix } = scene.policy();
  const alive = moment.workers.filter(({ ended }) => !ended);
  const serving = alive.filter(({ status }) => status === 'ready');
  const onDemand = serving.filter(({ capacityType }) => capacityType === 'on-demand').length;
  const lateLetters = deadLetters.filter(({ at }) => at > moment.now - QUIET_MILLISECONDS);
  const complaints = {
    'operations are still open': operations.map(({ operationId }) => operationId),
    'workers are alive and not serving': alive.filter(({ status }) => status !== 'ready').map(({ instanceId }) => instanceId),
    'nodes of machines that are gone are left': moment.workers.filter(({ ended }) => ended).map(({ instanceId }) => instanceId),
    'workers of the fleet have not joined': Object.values(known).flatMap(({ status, instanceId }) =>
      status === 'joined' ? [] : [instanceId],
    ),
    'deliveries were given up in the calm': lateLetters.map(({ service, error }) => `${service}: ${error}`),
  };
  const told = Object.entries(complaints).flatMap(([what, which]) =>
    which.length > 0 ? [`${what}: ${which.join(', ')}`] : [],
  );
  const count = serving.length;
  // A maximum that was lowered takes no worker away that has work to do.
  const isIdle = demand < IDLE_LOAD * count;
  if (count < size.min || (count > size.max && isIdle))
    told.push(`${count} workers serve, ${size.min} to ${size.max} are allowed`);
  if (onDemand < Math.min(mix.onDemandBase, count))
    told.push(`${onDemand} of ${count} are On-Demand, the base is ${mix.onDemandBase}`);
  if (demand > count) told.push(`${count} workers serve a demand of ${demand.toFixed(1)}`);
  return told;
}

/** Below this load of its workers every fleet comes down: well under the 30 % CPU that count as idle. */
const IDLE_LOAD = 0.2;

/** What was given up longer ago may have been struck in the hostile time. */
const QUIET_MILLISECONDS = 2 * 3_600_000;
