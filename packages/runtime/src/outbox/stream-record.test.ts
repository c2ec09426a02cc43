import type { RecordedEvent } from '@smartscale/events';
import { itemOf } from '@smartscale/events/dynamodb';
import { expect, it } from 'vitest';
import { streamRecord } from './stream-record.ts';

const event = {
  id: '0198a2f4-7c00-8abc-8def-0123456789ab',
  type: 'InterruptionDrained',
  schemaVersion: 1,
  clusterId: 'prod',
  stream: 'spot-prod',
  position: 7,
  occurredAt: '2026-11-24T08:00:00.000Z',
  recordedAt: '2026-11-24T08:00:00.250Z',
  correlationId: 'story',
  causationId: 'cause',
  data: { any: ['thing'] },
} as unknown as RecordedEvent;

it('shows exactly the item that the DynamoDB store writes', () => {
  const { dynamodb } = streamRecord({ sequence: 3, event }) as {
    dynamodb: { NewImage: object; Keys: object; SequenceNumber: string };
  };
  const typed = Object.entries(itemOf(event)).map(([name, value]) => [
    name,
    typeof value === 'number' ? { N: String(value) } : { S: value },
  ]);
  expect(dynamodb.NewImage).toEqual(Object.fromEntries(typed));
  expect(dynamodb.Keys).toEqual({ pk: { S: 'spot-prod' }, sk: { N: '7' } });
  expect(dynamodb.SequenceNumber).toBe('3');
});
