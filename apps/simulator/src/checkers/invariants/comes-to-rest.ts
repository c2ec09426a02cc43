import { toTimestamp } from '@smartscale/events';
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

function complaintsOf(ending: Ending, scene: Scene): readonly string[] {
  const { moment, deadLetters } = ending;
  const { workers: known, operations } = scene.fleet();
  const busy = busyInstances(ending);
  const idle = <Item extends { readonly instanceId: string }>(items: readonly Item[]) =>
    items.map(({ instanceId }) => instanceId).filter((instanceId) => !busy.has(instanceId));
  const alive = moment.workers.filter(({ ended }) => !ended);
  const lateLetters = deadLetters.filter(({ at }) => at > moment.now - QUIET_MILLISECONDS);
  const complaints = {
    'operations are still open': operations
      .filter(({ plannedAt }) => Date.parse(plannedAt) < moment.now - BUSY_MILLISECONDS)
      .map(({ operationId }) => operationId),
    'workers are alive and not serving': idle(alive.filter(({ status }) => status !== 'ready')),
    'nodes of machines that are gone are left': idle(moment.workers.filter(({ ended }) => ended)),
    'workers of the fleet have not joined': idle(Object.values(known).filter(({ status }) => status !== 'joined')),
    'deliveries were given up in the calm': lateLetters.map(({ service, error }) => `${service}: ${error}`),
  };
  const told = Object.entries(complaints).flatMap(([what, which]) =>
    which.length > 0 ? [`${what}: ${which.join(', ')}`] : [],
  );
  return [...told, ...sizeComplaints(ending, scene)];
}

function sizeComplaints({ moment, demand }: Ending, scene: Scene): readonly string[] {
  const { workers: size, mix } = scene.policy();
  const serving = moment.workers.filter(({ status }) => status === 'ready');
  const count = serving.length;
  const onDemand = serving.filter(({ capacityType }) => capacityType === 'on-demand').length;
  const told: string[] = [];
  // A maximum that was lowered takes no worker away that has work to do, and above it nothing is exchanged.
  const isAbove = count > size.max;
  if (count < size.min || (isAbove && demand < IDLE_LOAD * count)) {
    told.push(`${count} workers serve, ${size.min} to ${size.max} are allowed`);
  }
  if (!isAbove && onDemand < Math.min(mix.onDemandBase, count)) {
    told.push(`${onDemand} of ${count} are On-Demand, the base is ${mix.onDemandBase}`);
  }
  if (demand > count) told.push(`${count} workers serve a demand of ${demand.toFixed(1)}`);
  return told;
}

/** Those that something was recorded of a short while ago: a repair of the mix may fall into the end of the calm. */
function busyInstances({ events, moment }: Ending): ReadonlySet<string> {
  const since = toTimestamp(moment.now - BUSY_MILLISECONDS);
  const recent = events.filter(({ stream, recordedAt }) => stream.startsWith('fleet-') && recordedAt >= since);
  return new Set(recent.flatMap(({ data }) => ('instanceId' in data ? [data.instanceId] : [])));
}

const BUSY_MILLISECONDS = 10 * 60_000;

/** Below this load of its workers every fleet comes down: well under the 30 % CPU that count as idle. */
const IDLE_LOAD = 0.2;

/** What was given up longer ago may have been struck in the hostile time. */
const QUIET_MILLISECONDS = 2 * 3_600_000;
