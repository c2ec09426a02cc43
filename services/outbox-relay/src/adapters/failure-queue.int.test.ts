import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { PoisonRecord } from '@smartscale/lambda';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Moto, motoPeer, startMoto } from '../../../../test/peers/moto/index.ts';
import { describeWithPeer } from '../../../../test/peers/peer.ts';
import { failureQueue } from './failure-queue.ts';

/** More than a message may weigh; as much as an item of the table may. */
const LARGE = 'x'.repeat(400 * 1024);

const poisonOf = (data: string): PoisonRecord => ({
  service: 'outbox-relay',
  sequenceNumber: '7',
  keys: { pk: { S: 'fleet-prod' }, sk: { N: '12' } },
  problem: 'it cannot be read: its attribute "pk" is missing or no text',
  record: { eventName: 'INSERT', dynamodb: { SequenceNumber: '7', NewImage: { data: { S: data } } } },
});

describeWithPeer(motoPeer, 'the failure queue', () => {
  let moto: Moto;
  let client: SQSClient;
  let queueUrl = '';
  const config = () => ({
    endpoint: moto.endpoint,
    region: moto.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  beforeAll(async () => {
    moto = await startMoto();
    client = new SQSClient(config());
    const Attributes = { MaximumMessageSize: String(256 * 1024) };
    queueUrl = (await client.send(new CreateQueueCommand({ QueueName: 'failures', Attributes }))).QueueUrl ?? '';
  });
  afterAll(async () => {
    client?.destroy();
    await moto?.stop();
  });

  it('has one message for each poison record, with what somebody needs to find it', async () => {
    const setAside = failureQueue(queueUrl, config());
    await setAside(poisonOf('{"cut off'));
    await setAside(poisonOf(LARGE));
    const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }));
    expect(Messages.map(({ Body = '' }) => JSON.parse(Body) as unknown)).toEqual([
      poisonOf('{"cut off'),
      { ...poisonOf(LARGE), record: 'too large for a message' },
    ]);
  });

  it('that is not there is told', async () => {
    await expect(failureQueue(`${queueUrl}-gone`, config())(poisonOf(''))).rejects.toThrow(/queue does not exist/i);
  });
});
