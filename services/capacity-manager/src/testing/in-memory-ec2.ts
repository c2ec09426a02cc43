import type { ComputePort, Instance, LaunchRequest, PricePort, SpotPrice } from '../ports.ts';

export type InMemoryEc2 = ComputePort &
  PricePort & {
    readonly instances: Map<string, Instance>;
    readonly requests: LaunchRequest[];
    /** `zone/capacityType` without capacity. */
    readonly exhausted: Set<string>;
    /** By zone; none where none is given. */
    readonly spotPrices: Map<string, SpotPrice>;
    add(instance: Partial<Instance> & { readonly instanceId: string }): Instance;
    set(instanceId: string, state: Instance['state']): void;
  };

/**
 * EC2 with unlimited capacity but where told otherwise. Instances run at once, and the list shows them at once. As with real
 * tokens, only the very same request is recognised: a launch asked for elsewhere gets a second instance.
 */
export function inMemoryEc2(now: () => number): InMemoryEc2 {
  const instances = new Map<string, Instance>();
  const requests: LaunchRequest[] = [];
  const exhausted = new Set<string>();
  const spotPrices = new Map<string, SpotPrice>();
  const tokens = new Map<string, string>();

  function add(given: Partial<Instance> & { readonly instanceId: string }): Instance {
    const fresh: Instance = {
      ...{ launchId: null, zone: 'a', capacityType: 'on-demand', instanceType: 't3.medium', state: 'running' },
      ...{ launchedAt: now(), ...given },
    };
    instances.set(fresh.instanceId, fresh);
    return fresh;
  }

  function set(instanceId: string, state: Instance['state']): void {
    const instance = instances.get(instanceId);
    if (instance) instances.set(instanceId, { ...instance, state });
  }

  return {
    ...{ instances, requests, exhausted, spotPrices, add, set },
    async launch(request) {
      requests.push(request);
      const { launchId, zone, capacityType, instanceTypes } = request;
      const token = `${launchId} ${zone} ${capacityType}`;
      const known = instances.get(tokens.get(token) ?? '');
      if (known) return { kind: 'launched', instance: known };
      if (exhausted.has(`${zone}/${capacityType}`)) {
        return { kind: 'unavailable', code: 'InsufficientInstanceCapacity', message: `nothing in ${zone}` };
      }
      const instanceType = instanceTypes[0] ?? 'none';
      const instanceId = `i-${instances.size + 1}`;
      tokens.set(token, instanceId);
      return { kind: 'launched', instance: add({ instanceId, launchId, zone, capacityType, instanceType }) };
    },
    listInstances: async () => [...instances.values()],
    async terminate(instanceIds) {
      for (const instanceId of instanceIds) set(instanceId, 'terminated');
    },
    pricePerHourUsd: async ({ capacityType }) => (capacityType === 'spot' ? 0.02 : 0.05),
    spotPriceInForce: async ({ zone }) => spotPrices.get(zone) ?? null,
  };
}
