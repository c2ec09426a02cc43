import type { BusEvent } from '@smartscale/lambda';

export const NOTICED_AT = Date.parse('2026-11-24T08:00:00.000Z');
export const INSTANCE = 'i-0123456789abcdef0';

/** What EC2 sends; its times are whole seconds. */
export function ec2Notice(more: Partial<BusEvent> = {}): BusEvent {
  return {
    version: '0',
    id: '12345678-1234-1234-1234-123456789012',
    'detail-type': 'EC2 Spot Instance Interruption Warning',
    source: 'aws.ec2',
    account: '000000000000',
    time: '2026-11-24T08:00:00Z',
    region: 'ap-south-1',
    resources: [`arn:aws:ec2:ap-south-1b:instance/${INSTANCE}`],
    detail: { 'instance-id': INSTANCE, 'instance-action': 'terminate' },
    ...more,
  };
}

export function rebalanceNotice(more: Partial<BusEvent> = {}): BusEvent {
  return ec2Notice({
    'detail-type': 'EC2 Instance Rebalance Recommendation',
    detail: { 'instance-id': INSTANCE },
    ...more,
  });
}

export function stateChange(state: string, more: Partial<BusEvent> = {}): BusEvent {
  return ec2Notice({
    'detail-type': 'EC2 Instance State-change Notification',
    detail: { 'instance-id': INSTANCE, state },
    ...more,
  });
}

export const MAINTENANCE = 'arn:aws:health:ap-south-1::event/EC2/AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED/AWS_EC2_1';

/** Work that begins two days after the notice, on these entities. */
export function healthEvent(affected: readonly string[] = [INSTANCE], detail: Record<string, unknown> = {}): BusEvent {
  return ec2Notice({
    ...{ 'detail-type': 'AWS Health Event', source: 'aws.health', resources: [...affected] },
    detail: {
      ...{ eventArn: MAINTENANCE, service: 'EC2', eventTypeCode: 'AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED' },
      ...{ eventTypeCategory: 'scheduledChange', statusCode: 'upcoming', startTime: 'Thu, 26 Nov 2026 08:00:00 GMT' },
      ...{ affectedEntities: affected.map((entityValue) => ({ entityValue, status: 'IMPAIRED' })), ...detail },
    },
  });
}
