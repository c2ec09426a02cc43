import { adoptPolicy, setShadowPolicy } from '@smartscale/events';
import { changedPolicy } from '../policy-changes.ts';
import type { Fault } from '../scenario.ts';
import type { Deed, DeedOptions } from './deed.ts';

/** What people do: launch by hand, and change the rules. */
export function peopleDeeds({ world, clock, hostility, policy, store, clusterId }: DeedOptions) {
  return {
    strangers: (fault: Fault): Deed => ({
      begin() {
        const { zones, instanceTypes } = policy.placement;
        for (let count = 0; count < fault.amount; count += 1) {
          const launchId = `by-hand-${fault.id}-${count}`;
          hostility.struck('strangers', launchId);
          const request = { launchId, clusterId, operationId: 'by-hand', correlationId: 'by-hand' };
          const offering = { zone: zones[count % zones.length] ?? '', capacityType: 'on-demand' as const, instanceTypes };
          void world.ec2.launch({ ...request, ...offering });
        }
      },
    }),

    policyChange: (fault: Fault): Deed => ({
      begin() {
        hostility.struck('policy-changes', fault.variant);
        const changed = changedPolicy(policy, fault.variant);
        if (fault.variant === 'by-price-in-shadow') {
          const shadow = { name: 'by-price', policy: changedPolicy(policy, 'by-price') };
          void setShadowPolicy(store, clusterId, { shadow, author: 'torture', note: fault.variant, now: clock.now() });
          return;
        }
        void adoptPolicy(store, clusterId, { policy: changed, author: 'torture', note: fault.variant, now: clock.now() });
      },
    }),
  };
}
