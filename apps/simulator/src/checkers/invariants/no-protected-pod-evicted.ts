import type { ClusterPod } from '@smartscale/kubernetes';
import type { Invariant, Scene } from '../invariant.ts';

/** do-not-disrupt yields to one thing only: a machine that EC2 takes. */
export const noProtectedPodEvicted: Invariant = {
  name: 'no-protected-pod-evicted',
  promise: 'No pod marked do-not-disrupt is evicted, deleted or ended with its worker by choice.',
  watch(scene) {
    return {
      podGoing({ pod, how, before }) {
        const found = before.find(({ uid }) => uid === pod.uid);
        if (!found?.doNotDisrupt || found.terminating || isTaken(found, scene)) return;
        scene.report(`${pod.namespace}/${pod.name} is marked do-not-disrupt and was ${how} from ${found.nodeName}`);
      },
      terminating(instanceId) {
        if (scene.takenAt(instanceId) !== undefined) return;
        const isReady = scene.workers().some((worker) => worker.instanceId === instanceId && worker.ready);
        const lost = scene.pods().find((pod) => pod.doNotDisrupt && !pod.terminating && isOn(pod, instanceId));
        if (isReady && lost) scene.report(`${instanceId} is terminated with ${lost.name}, marked do-not-disrupt`);
      },
    };
  },
};

function isTaken({ nodeName }: ClusterPod, scene: Scene): boolean {
  return scene.workers().some(({ instanceId }) => nodeName?.endsWith(instanceId) && scene.takenAt(instanceId) !== undefined);
}

function isOn({ nodeName }: ClusterPod, instanceId: string): boolean {
  return nodeName?.endsWith(instanceId) === true;
}
