import { KubernetesError, type KubernetesPort } from '@smartscale/kubernetes';
import type { WorldClock } from '../../world/world-clock.ts';
import type { Hostility } from '../hostility.ts';

const BLOCKED_FOR_SECONDS = 10;

/** A K3s API that is slow or refuses. An answer may be lost after its effect; an eviction may be told to come back later. */
export function hostileKubernetes(port: KubernetesPort, hostility: Hostility, clock: WorldClock): KubernetesPort {
  async function pass<Answer>(call: keyof KubernetesPort, act: () => Promise<Answer>): Promise<Answer> {
    const slow = hostility.strikes('api-slow', call);
    if (slow) await clock.sleep(slow.amount * 1_000);
    const variant = hostility.strikes('api-errors', call)?.variant;
    switch (variant) {
      case undefined:
      case 'blocked':
        return act();
      case 'answer-lost':
        await act();
        throw new KubernetesError('timeout', `the answer to ${call} did not come`);
      case 'throttled':
      case 'timeout':
      case 'unreachable':
        throw new KubernetesError(variant, `${call}: ${variant}`);
      default:
        throw new KubernetesError('failed', `${call} was answered 500`);
    }
  }
  return {
    listNodes: () => pass('listNodes', () => port.listNodes()),
    listPodsOnNode: (nodeName) => pass('listPodsOnNode', () => port.listPodsOnNode(nodeName)),
    cordon: (nodeName, reason) => pass('cordon', () => port.cordon(nodeName, reason)),
    uncordon: (nodeName) => pass('uncordon', () => port.uncordon(nodeName)),
    async evict(pod, options) {
      if (hostility.lasting('api-errors')?.variant === 'blocked' && hostility.strikes('api-errors', 'evict')) {
        return { kind: 'blocked', message: 'too many requests', retryAfterSeconds: BLOCKED_FOR_SECONDS };
      }
      return pass('evict', () => port.evict(pod, options));
    },
    deletePod: (pod, options) => pass('deletePod', () => port.deletePod(pod, options)),
    deleteNode: (nodeName) => pass('deleteNode', () => port.deleteNode(nodeName)),
  };
}
