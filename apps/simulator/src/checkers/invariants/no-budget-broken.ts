import type { ClusterPod } from '@smartscale/kubernetes';
import type { GoingPod, Invariant, Scene } from '../invariant.ts';

/** The budgets of a story, as its workload sets them: of the shop a quarter may be missing, of the stubborn ones nobody. */
const MAX_UNAVAILABLE: readonly { readonly prefix: string; readonly share: number }[] = [
  { prefix: 'shop/shop-', share: 0.25 },
  { prefix: 'stubborn/stubborn-budgets-', share: 0 },
];

/** Counted by ourselves, from the pods as they were: the API's own word is not taken for it. */
export const noBudgetBroken: Invariant = {
  name: 'no-budget-broken',
  promise: 'No PodDisruptionBudget is broken except at the deadline of an interruption.',
  watch(scene) {
    return {
      podGoing(going) {
        const pod = going.before.find(({ uid }) => uid === going.pod.uid);
        const name = `${going.pod.namespace}/${going.pod.name}`;
        const budget = MAX_UNAVAILABLE.find(({ prefix }) => name.startsWith(prefix));
        if (!pod || !budget || pod.terminating || pod.phase !== 'Running' || isTaken(pod, scene)) return;
        const ready = readyNodes(scene);
        if (!ready.has(pod.nodeName ?? '')) return;
        const { healthy, replicas } = countOf(pod, going, ready);
        const least = replicas - Math.ceil(replicas * budget.share);
        if (healthy - 1 < least)
          scene.report(`${name} was ${going.how}: ${healthy - 1} of ${replicas} are left, ${least} is the least`);
      },
    };
  },
};

function countOf(pod: ClusterPod, { before }: GoingPod, ready: ReadonlySet<string>) {
  const deployment = deploymentOf(pod);
  const siblings = before.filter((other) => !other.terminating && deploymentOf(other) === deployment);
  const healthy = siblings.filter(({ phase, nodeName }) => phase === 'Running' && ready.has(nodeName ?? '')).length;
  return { healthy, replicas: siblings.length };
}

/** Replicas are numbered: `shop-17`. */
function deploymentOf({ namespace, name }: ClusterPod): string {
  return `${namespace}/${name.replace(/-\d+$/, '')}`;
}

function readyNodes(scene: Scene): ReadonlySet<string> {
  return new Set(scene.workers().flatMap(({ instanceId, ready }) => (ready ? [`worker-${instanceId}`] : [])));
}

function isTaken({ nodeName }: ClusterPod, scene: Scene): boolean {
  return scene.workers().some(({ instanceId }) => nodeName?.endsWith(instanceId) && scene.takenAt(instanceId) !== undefined);
}
