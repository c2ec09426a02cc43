import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { BusEvent } from '@smartscale/lambda';

/** As many as SQS gives and takes at once. */
const MAX_MESSAGES = 10;

/** The queue that replays go to. */
export type InspectionQueue = {
  /** Messages that wait, approximately. */
  waiting(): Promise<number>;
  /**
   * Waits up to some seconds for messages and takes those of one replay out of the queue. Those of another are left to whoever waits for them;
   * `received` counts them too.
   */
  take(
    replayName: string,
    waitSeconds: number,
  ): Promise<{ readonly received: number; readonly deliveries: readonly BusEvent[] }>;
};

export async function openInspectionQueue(sqs: SQSClient, queueArn: string): Promise<InspectionQueue> {
  const [, , , , QueueOwnerAWSAccountId, QueueName] = queueArn.split(':');
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName, QueueOwnerAWSAccountId }));

  return {
    async waiting() {
      const { Attributes = {} } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
      );
      return Number(Attributes['ApproximateNumberOfMessages'] ?? 0);
    },

    async take(replayName, waitSeconds) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: MAX_MESSAGES, WaitTimeSeconds: waitSeconds }),
      );
      const read = Messages.map((message) => ({ message, delivery: deliveryIn(message) }));
      const ours = read.filter(({ delivery }) => delivery?.['replay-name'] === replayName);
      if (ours.length > 0) {
        const Entries = ours.map(({ message }, index) => ({ Id: String(index), ReceiptHandle: message.ReceiptHandle }));
        await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
      }
      return { received: Messages.length, deliveries: ours.flatMap(({ delivery }) => delivery ?? []) };
    },
  };
}

function deliveryIn({ Body = '' }: Message): BusEvent | undefined {
  try {
    return JSON.parse(Body) as BusEvent;
  } catch {
    return undefined;
  }
}
