import { describe, expect, it } from 'vitest';
import { outgoing } from './bus-entry.ts';

type Image = Record<string, { S?: string; N?: string }>;

const image: Image = {
  pk: { S: 'fleet-prod' },
  sk: { N: '12' },
  id: { S: 'e-1' },
  type: { S: 'NodeJoined' },
  schemaVersion: { N: '1' },
  clusterId: { S: 'prod' },
  occurredAt: { S: '2026-11-24T08:00:00.000Z' },
  recordedAt: { S: '2026-11-24T08:00:00.250Z' },
  correlationId: { S: 'story' },
  causationId: { S: 'cause' },
  data: { S: '{"instanceId":"i-1","text":"\\"quoted\\""}' },
  expiresAt: { N: '1795522000' },
};
const inserted = (changes: Image = {}) => ({ eventName: 'INSERT' as const, dynamodb: { NewImage: { ...image, ...changes } } });
const without = (name: string) => ({
  eventName: 'INSERT' as const,
  dynamodb: { NewImage: Object.fromEntries(Object.entries(image).filter(([key]) => key !== name)) },
});

describe('a record of the table', () => {
  it('becomes an entry: source of the writer, detail-type of the event, the whole envelope as detail', () => {
    const found = outgoing(inserted());
    expect(found).toMatchObject({
      stream: 'fleet-prod',
      position: 12,
      entry: { source: 'smartscale.capacity-manager', detailType: 'NodeJoined', time: '2026-11-24T08:00:00.250Z' },
    });
    expect(JSON.parse(found?.entry.detail ?? '')).toEqual({
      id: 'e-1',
      type: 'NodeJoined',
      schemaVersion: 1,
      clusterId: 'prod',
      stream: 'fleet-prod',
      position: 12,
      occurredAt: '2026-11-24T08:00:00.000Z',
      recordedAt: '2026-11-24T08:00:00.250Z',
      correlationId: 'story',
      causationId: 'cause',
      data: { instanceId: 'i-1', text: '"quoted"' },
    });
  });

  it.each([
    ['a change', { ...inserted(), eventName: 'MODIFY' as const }],
    ['a deletion', { eventName: 'REMOVE' as const, dynamodb: {} }],
    [
      'a snapshot',
      {
        eventName: 'INSERT' as const,
        dynamodb: { NewImage: { pk: { S: 'snapshot#fleet-prod#fleet' }, sk: { N: '0' }, state: { S: '{}' } } },
      },
    ],
  ])('that is %s is not for the bus', (_, record) => {
    expect(outgoing(record)).toBeUndefined();
  });

  it.each(['pk', 'sk', 'id', 'schemaVersion', 'clusterId', 'occurredAt', 'recordedAt', 'correlationId', 'causationId', 'data'])(
    'that lacks %s is poison',
    (name) => {
      expect(() => outgoing(without(name))).toThrow(`"${name}" is missing`);
    },
  );

  it('of no known stream is poison', () => {
    expect(() => outgoing(inserted({ pk: { S: 'orders-prod' } }))).toThrow('is not a stream name');
    expect(() => outgoing(inserted({ sk: { N: 'x' } }))).toThrow('"sk"');
  });
});
