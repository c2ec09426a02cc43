import { countFleet, isJoined } from '@smartscale/projections/fleet';
import type { Invariant, Scene } from '../invariant.ts';

/** Drains that we choose; an interruption is EC2's, and a worker that never joined carries nothing. */
const BY_CHOICE: ReadonlySet<string> = new Set(['scale-down', 'repair', 'rebalance']);

/**
 * Launching above max, and draining below min, are our own doing; a zone lost or a policy changed is not. What EC2 has announced to
 * take, and what is on its way out, does not count.
 */
export const withinBoundsByOurHand: Invariant = {
  name: 'within-bounds-by-our-hand',
  promise: 'We launch no worker above max and drain none below min.',
  watch(scene) {
    return {
      launched({ instanceId, request }) {
        const max = Math.max(...scene.recentPolicies().map(({ workers }) => workers.max));
        const count = stayingWorkers(scene, request.launchId);
        if (count > max) scene.report(`${instanceId} was launched as worker ${count}, at most ${max} are allowed`);
      },
      appended(events) {
        for (const { type, data } of events) {
          if (type !== 'NodeDrainStarted' || !BY_CHOICE.has(data.cause)) continue;
          const complaint = complaintOf(data.cause, scene);
          if (complaint) scene.report(`${data.instanceId} is drained (${data.cause}) and leaves ${complaint}`);
        }
      },
    };
  },
};

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
function stayingWorkers(scene: Scene, launchId: string): number {
  const { workers } = scene.fleet();
  const started = scene.workers().filter(({ instanceId, ended, cordoned }) => {
    if (ended || cordoned || scene.takenAt(instanceId) !== undefined) return false;
    const worker = workers[instanceId];
    return worker !== undefined && (worker.status === 'launched' || isJoined(worker));
  });
  const isRecorded = Object.values(workers).some((worker) => worker.launchId === launchId);
  return started.length + (isRecorded ? 0 : 1);
}
