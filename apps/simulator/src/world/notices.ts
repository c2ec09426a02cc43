import { deriveEventId, toTimestamp } from '@smartscale/events';
import type { BusEvent } from '@smartscale/lambda';
import type { FakeInstance, Turn } from './ec2/fake-instance.ts';

const ACCOUNT = '000000000000';

/** What EC2 puts on the default bus when it is about to take an instance, or thinks that it may. */
export function ec2Notice(instance: FakeInstance, turn: Turn & { readonly kind: 'notice' | 'rebalance' }): BusEvent {
  const region = instance.zone.replace(/[a-z]$/, '');
  return {
    version: '0',
    id: deriveEventId(turn.at, 'aws.ec2', instance.instanceId, turn.kind),
    source: 'aws.ec2',
    account: ACCOUNT,
    time: `${toTimestamp(turn.at).slice(0, 19)}Z`,
    region,
    resources: [`arn:aws:ec2:${instance.zone}:instance/${instance.instanceId}`],
    ...(turn.kind === 'notice'
      ? {
          'detail-type': 'EC2 Spot Instance Interruption Warning',
          detail: { 'instance-id': instance.instanceId, 'instance-action': 'terminate' },
        }
      : { 'detail-type': 'EC2 Instance Rebalance Recommendation', detail: { 'instance-id': instance.instanceId } }),
  };
}
