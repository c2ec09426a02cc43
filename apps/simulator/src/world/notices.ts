import { toTimestamp } from '@smartscale/events';
import type { AwsEvent } from '@smartscale/runtime';
import type { FakeInstance, Turn } from './ec2/fake-instance.ts';

/** What EC2 puts on the default bus when it is about to take an instance, or thinks that it may. */
export function ec2Notice(instance: FakeInstance, turn: Turn & { readonly kind: 'notice' | 'rebalance' }): AwsEvent {
  const { instanceId, zone } = instance;
  const told = {
    source: 'aws.ec2',
    time: toTimestamp(turn.at),
    resources: [`arn:aws:ec2:${zone}:instance/${instanceId}`],
  };
  if (turn.kind === 'rebalance') {
    return { ...told, detailType: 'EC2 Instance Rebalance Recommendation', detail: { 'instance-id': instanceId } };
  }
  const detail = { 'instance-id': instanceId, 'instance-action': 'terminate' };
  return { ...told, detailType: 'EC2 Spot Instance Interruption Warning', detail };
}

/** What EC2 puts there when an instance ends, whoever wanted it. */
export function stateChange({ instanceId, zone }: FakeInstance, at: number, state: 'shutting-down' | 'terminated'): AwsEvent {
  return {
    source: 'aws.ec2',
    time: toTimestamp(at),
    resources: [`arn:aws:ec2:${zone}:instance/${instanceId}`],
    detailType: 'EC2 Instance State-change Notification',
    detail: { 'instance-id': instanceId, state },
  };
}
