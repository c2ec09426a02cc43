import type { EventData } from '@smartscale/events';
import { LISTING_LAG_SECONDS } from '../limits.ts';
import { secondsBetween } from '../seconds.ts';
import type { Observed } from './steps.ts';

/**
 * What was observed, with what EC2 said of one instance: its list may go on showing it as running for a while. What was said long ago,
 * or by a drill, is no better than the list.
 */
export function withStopped(
  observed: Observed,
  { instanceId, state, source, noticedAt }: EventData<'InstanceStopped'>,
  now: number,
): Observed {
  if (source !== 'aws.ec2' || secondsBetween(noticedAt, now) > LISTING_LAG_SECONDS) return observed;
  const instances = observed.instances.map((instance) =>
    instance.instanceId === instanceId && (instance.state === 'running' || instance.state === 'pending')
      ? { ...instance, state }
      : instance,
  );
  return { ...observed, instances };
}
