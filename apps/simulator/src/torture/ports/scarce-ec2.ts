import type { CapacityType, ComputePort } from '@smartscale/capacity-manager/handler';
import type { FakeEc2 } from '../../world/ec2/fake-ec2.ts';
import { randomOf } from '../../world/random.ts';
import type { Hostility } from '../hostility.ts';
import type { Fault } from '../scenario.ts';

/** EC2 of which zones are lost and offerings are out of capacity. A launch that has its instance already is answered as ever. */
export function scarceEc2(ec2: FakeEc2, hostility: Hostility, isZoneLost: (zone: string) => boolean): ComputePort {
  return {
    listInstances: (clusterId) => ec2.listInstances(clusterId),
    terminate: (instanceIds) => ec2.terminate(instanceIds),
    async launch(request) {
      const { launchId, zone, capacityType } = request;
      for (const instance of ec2.instances.values()) if (instance.launchId === launchId) return ec2.launch(request);
      const shortage = hostility.lasting('capacity-errors');
      const instanceTypes = request.instanceTypes.filter(
        (instanceType) => !isZoneLost(zone) && !(shortage && isShort(shortage, { zone, capacityType, instanceType })),
      );
      if (instanceTypes.length > 0) return ec2.launch({ ...request, instanceTypes });
      hostility.struck(shortage ? 'capacity-errors' : 'zone-loss', `launch of ${capacityType} in ${zone}`);
      const message = `There is no ${capacityType} capacity available in ${zone}.`;
      return { kind: 'unavailable', code: 'InsufficientInstanceCapacity', message };
    },
  };
}

function isShort(
  { id, variant, percent }: Fault,
  offering: { readonly zone: string; readonly capacityType: CapacityType; readonly instanceType: string },
): boolean {
  const { zone, capacityType, instanceType } = offering;
  if (variant !== 'both' && variant !== capacityType) return false;
  return randomOf(id, `${zone}/${capacityType}/${instanceType}`) * 100 < percent;
}
