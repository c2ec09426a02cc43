import type { SQSClient, SQSClientConfig } from '@aws-sdk/client-sqs';
import type { PoisonRecord, SetAside } from '@smartscale/lambda';

/** What a message may weigh: SQS took 256 KB before it took 1 MB in August 2025, and a queue may be set to less than it could. */
export const MAX_MESSAGE_BYTES = 256 * 1024;

/** Sends poison records to an SQS queue, one message each. SQS's client is loaded for the first of them: most processes never have one. */
export function failureQueue(queueUrl: string, config: SQSClientConfig = {}): SetAside {
  let client: SQSClient | undefined;
  return async (poison) => {
    const sqs = await import('@aws-sdk/client-sqs');
    // The queue's URL is a name here: where SQS is, the environment says, as for every other client.
    client ??= new sqs.SQSClient({ useQueueUrlAsEndpoint: false, ...config });
    await client.send(new sqs.SendMessageCommand({ QueueUrl: queueUrl, MessageBody: messageOf(poison) }));
  };
}

/** JSON of the whole; without the record when that is too much for a message: its keys say where it is in the table. */
export function messageOf({ record, ...rest }: PoisonRecord): string {
  const whole = JSON.stringify({ ...rest, record });
  return Buffer.byteLength(whole) <= MAX_MESSAGE_BYTES ? whole : JSON.stringify({ ...rest, record: 'too large for a message' });
}
