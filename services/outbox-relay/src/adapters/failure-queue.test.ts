import { expect, it } from 'vitest';
import { MAX_MESSAGE_BYTES, messageOf } from './failure-queue.ts';

const poisonOf = (text: string) => ({
  service: 'outbox-relay',
  sequenceNumber: '7',
  keys: { pk: { S: 'fleet-prod' }, sk: { N: '12' } },
  problem: 'no JSON',
  record: { dynamodb: { NewImage: { data: { S: text } } } },
});
const frame = Buffer.byteLength(messageOf(poisonOf('')));

it('a message has the record up to the last byte that SQS takes, and its keys beyond', () => {
  const filling = poisonOf(`é${'x'.repeat(MAX_MESSAGE_BYTES - frame - 2)}`);
  expect(Buffer.byteLength(messageOf(filling))).toBe(MAX_MESSAGE_BYTES);
  expect(JSON.parse(messageOf(filling))).toEqual(filling);
  const larger = poisonOf('x'.repeat(MAX_MESSAGE_BYTES - frame + 1));
  expect(JSON.parse(messageOf(larger))).toEqual({ ...larger, record: 'too large for a message' });
});
