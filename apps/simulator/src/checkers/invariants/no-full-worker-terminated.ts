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
    const readySince = new Map<string, number>();
    return {
      minute({ now, workers }) {
        for (const { instanceId, ready } of workers) {
          if (!ready) readySince.delete(instanceId);
          else if (!readySince.has(instanceId)) readySince.set(instanceId, now);
        }
      },
      terminating(instanceId) {
        const takenAt = scene.takenAt(instanceId);
        if (takenAt !== undefined && scene.now() >= takenAt) return;
        // It was given up, and joined while EC2 was being asked: nobody could see that.
        const isNew = scene.now() - (readySince.get(instanceId) ?? scene.now()) < ASKING_MILLISECONDS;
        if (isNew && scene.fleet().workers[instanceId]?.status === 'drained') return;
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
