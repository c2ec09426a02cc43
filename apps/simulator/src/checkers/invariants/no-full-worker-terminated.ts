import { nodeNameOf } from '@smartscale/events';
import type { ClusterPod } from '@smartscale/kubernetes';
import type { Invariant } from '../invariant.ts';

/** The slowest call to EC2. */
const ASKING_MILLISECONDS = 60_000;

/** A worker goes empty, or when EC2 takes it anyway, or when it never worked: its pods are counted at the moment of the call. */
export const noFullWorkerTerminated: Invariant = {
  name: 'no-full-worker-terminated',
  promise: 'No worker is terminated that was neither drained nor past the deadline of its interruption.',
  watch(scene) {
    const givenUpAt = new Map<string, number>();
    return {
      appended(events) {
        for (const { type, data } of events) if (type === 'NodeJoinTimedOut') givenUpAt.set(data.instanceId, scene.now());
      },
      terminating(instanceId) {
        const takenAt = scene.takenAt(instanceId);
        if (takenAt !== undefined && scene.now() >= takenAt) return;
        // Its time to join was over; it may still join while EC2 is being asked.
        if (scene.now() - (givenUpAt.get(instanceId) ?? 0) < ASKING_MILLISECONDS) return;
        const node = nodeNameOf(instanceId);
        const isReady = scene.workers().some((worker) => worker.instanceId === instanceId && worker.ready);
        if (!isReady) return;
        const left = scene.pods().filter((pod) => pod.nodeName === node && hasToMove(pod));
        if (left.length > 0) scene.report(`${instanceId} is terminated with ${left.length} pods on it`);
      },
    };
  },
};

/** A DaemonSet's pod, a static one, and one that has ended have nowhere to go. */
function hasToMove({ isDaemon, isMirror, phase }: ClusterPod): boolean {
  return !isDaemon && !isMirror && phase !== 'Succeeded' && phase !== 'Failed';
}
