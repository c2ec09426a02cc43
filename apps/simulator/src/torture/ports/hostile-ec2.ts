import { ComputeError, type ComputePort } from '@smartscale/capacity-manager/handler';
import type { WorldClock } from '../../world/world-clock.ts';
import type { Hostility } from '../hostility.ts';

/** EC2 that is throttled, broken or slow. An answer may be lost after its effect. */
export function hostileEc2(port: ComputePort, hostility: Hostility, clock: WorldClock): ComputePort {
  async function pass<Answer>(call: keyof ComputePort, act: () => Promise<Answer>): Promise<Answer> {
    const slow = hostility.strikes('ec2-slow', call);
    if (slow) await clock.sleep(slow.amount * 1_000);
    const fault = hostility.strikes('ec2-errors', call);
    if (!fault) return act();
    if (fault.variant === 'answer-lost') await act();
    if (fault.variant === 'throttled') throw new ComputeError('throttled', 'RequestLimitExceeded', 'Request limit exceeded.');
    throw new ComputeError('failed', 'InternalError', `the answer to ${call} did not come`);
  }
  return {
    launch: (request) => pass('launch', () => port.launch(request)),
    listInstances: (clusterId) => pass('listInstances', () => port.listInstances(clusterId)),
    terminate: (instanceIds) => pass('terminate', () => port.terminate(instanceIds)),
  };
}
