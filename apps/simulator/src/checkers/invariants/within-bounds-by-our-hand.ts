import type { RecordedEvent } from '@smartscale/events';
import { countFleet, isJoined } from '@smartscale/projections/fleet';
import type { Invariant, Scene } from '../invariant.ts';

/** Drains that we choose; an interruption is EC2's, and a worker that never joined carries nothing. */
const BY_CHOICE: ReadonlySet<string> = new Set(['scale-down', 'repair', 'rebalance']);

/** The longest that a call to EC2 takes, from the look at the fleet before it to the instance. */
const CALL_MILLISECONDS = 60_000;

/**
 * Launching above max, and draining below min, are our own doing; a zone lost or a policy changed is not. What EC2 has announced to
 * take, what is on its way out, and what people launched and was taken in while a planned launch was under way, does not count against it.
 */
export const withinBoundsByOurHand: Invariant = {
  name: 'within-bounds-by-our-hand',
  promise: 'We launch no worker above max and drain none below min.',
  watch(scene) {
    const adoptions = openAdoptions();
    return {
      launched({ instanceId, request: { launchId } }) {
        const max = Math.max(...scene.recentPolicies().map(({ workers }) => workers.max));
        const count = stayingWorkers(scene, launchId, adoptions.since(launchId, scene.now()));
        if (count > max) scene.report(`${instanceId} was launched as worker ${count}, at most ${max} are allowed`);
      },
      appended(events) {
        adoptions.note(events, scene.now());
        for (const { type, data } of events) {
          if (type !== 'NodeDrainStarted' || !BY_CHOICE.has(data.cause)) continue;
          const complaint = complaintOf(data.cause, scene);
          if (complaint) scene.report(`${data.instanceId} is drained (${data.cause}) and leaves ${complaint}`);
        }
      },
    };
  },
};

/** What people launched and was taken in, when, and how much of it there was when a launch was planned. */
function openAdoptions() {
  const adopted: { readonly instanceId: string; readonly at: number }[] = [];
  const before = new Map<string, number>();
  return {
    note(events: readonly RecordedEvent[], at: number) {
      for (const { type, data } of events) {
        if (type === 'NodeLaunched' && data.cause === 'adoption') adopted.push({ instanceId: data.instanceId, at });
        const planned = type === 'ScalePlanned' ? data.launches : [];
        for (const { launchId } of planned) before.set(launchId, adopted.length);
      }
    },
    since(launchId: string, now: number): ReadonlySet<string> {
      const later = adopted.slice(before.get(launchId) ?? adopted.length);
      return new Set(later.filter(({ at }) => at > now - CALL_MILLISECONDS).map(({ instanceId }) => instanceId));
    },
  };
}

function complaintOf(cause: string, scene: Scene): string | null {
  const { joined, coming } = countFleet(scene.fleet());
  const { min, max } = smallest(scene);
  // At max a repair has no room to launch first: its victim goes at once, as after an interruption.
  const spared = cause === 'repair' && joined + coming + 1 >= max ? 1 : 0;
  return joined + coming + spared < min ? `${joined + coming}, ${min} are the least` : null;
}

function smallest(scene: Scene) {
  const sizes = scene.recentPolicies().map(({ workers }) => workers);
  return { min: Math.min(...sizes.map(({ min }) => min)), max: Math.min(...sizes.map(({ max }) => max)) };
}

/** Alive and meant to stay: known to the stream as such, or just started by this launch. */
function stayingWorkers(scene: Scene, launchId: string, uncounted: ReadonlySet<string>): number {
  const { workers } = scene.fleet();
  const started = scene.workers().filter(({ instanceId, ended, cordoned }) => {
    if (ended || cordoned || uncounted.has(instanceId) || scene.takenAt(instanceId) !== undefined) return false;
    const worker = workers[instanceId];
    return worker !== undefined && (worker.status === 'launched' || isJoined(worker));
  });
  const isRecorded = Object.values(workers).some((worker) => worker.launchId === launchId);
  return started.length + (isRecorded ? 0 : 1);
}
