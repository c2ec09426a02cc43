import { nodeNameOf } from '@smartscale/events';
import { POD } from '../../world/workload.ts';
import { type Fault, MINUTE, STORY_BEGINS_AT } from '../scenario.ts';
import type { Deed, DeedOptions } from './deed.ts';

/** What goes on in the cluster: pods that will not go, and nodes that fall silent. */
export function clusterDeeds({ world, clock, hostility }: DeedOptions) {
  function recover(nodeName: string): void {
    const isThere = world.workers.some(
      ({ instanceId, ended, hasNode }) => nodeNameOf(instanceId) === nodeName && !ended && hasNode,
    );
    if (isThere) world.cluster.setReady(nodeName, true);
  }

  return {
    /** Pods that a budget or a mark protects for a while. */
    deployment(fault: Fault): Deed {
      const name = `${fault.kind}-${fault.id}`;
      const doNotDisrupt = fault.kind === 'do-not-disrupt';
      return {
        begin() {
          hostility.struck(fault.kind, `${fault.amount} pods`);
          world.cluster.deploy({ name, namespace: 'stubborn', replicas: fault.amount, doNotDisrupt, ...POD });
          if (!doNotDisrupt) world.cluster.setBudget({ deployment: name, maxUnavailable: 0 });
        },
        end: () => world.cluster.scale(name, 0),
      };
    },

    notReady: (fault: Fault): Deed => ({
      begin() {
        const random = hostility.chanceOf(fault);
        const nodes = world.workers.filter(({ ended, ready }) => !ended && ready);
        for (let count = 0; count < fault.amount && nodes.length > 0; count += 1) {
          const [chosen] = nodes.splice(Math.floor(random.next() * nodes.length), 1);
          const name = nodeNameOf(chosen?.instanceId ?? '');
          hostility.struck('not-ready', name);
          world.cluster.setReady(name, false);
          clock.schedule(STORY_BEGINS_AT + fault.until * MINUTE, () => recover(name));
        }
      },
    }),
  };
}
