import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './account.ts';

const LOOK_MILLISECONDS = 500;
const ACT_MILLISECONDS = 3_000;
/** Longer than any test. */
const LIFE_SECONDS = 3_600;

export type BesideTheServices = {
  /** An archive of the bus; MiniStack knows none in a template. */
  keepArchive(): Promise<void>;
  /** Replays the archive to all rules, and waits for its end. */
  replayToAllRules(): Promise<void>;
  /** Messages in the queues for what failed. */
  waitingMessages(): Promise<Readonly<Record<string, number>>>;
  /** Takes the messages out of the queue for what functions failed on. */
  takeFailures(): Promise<readonly unknown[]>;
};

/** What happens on the bus beside the services. */
export function besideTheServices(account: Account, stage: string): BesideTheServices {
  const outputs = async () => (await account.outputsOf(`smartscale-event-backbone-${stage}`)) ?? {};
  const ArchiveName = `smartscale-${stage}`;
  return {
    async keepArchive() {
      await account.call('AWSEvents.CreateArchive', { ArchiveName, EventSourceArn: (await outputs())['BusArn'] });
    },
    async replayToAllRules() {
      const { BusArn: Arn = '' } = await outputs();
      const EventSourceArn = Arn.replace(/event-bus\/.*/, `archive/${ArchiveName}`);
      const now = Date.now() / 1_000;
      const time = { EventStartTime: now - LIFE_SECONDS, EventEndTime: now };
      const ReplayName = 'to-all-rules';
      await account.call('AWSEvents.StartReplay', { ReplayName, EventSourceArn, Destination: { Arn }, ...time });
      for (;;) {
        const { State } = await account.call('AWSEvents.DescribeReplay', { ReplayName });
        if (State === 'COMPLETED') break;
        if (State === 'FAILED') throw new Error('the replay failed');
        await sleep(LOOK_MILLISECONDS);
      }
      // Time for a function that would act on it.
      await sleep(ACT_MILLISECONDS);
    },
    async waitingMessages() {
      const urls = Object.entries(await outputs()).filter(([name]) => /^(DeadLetter|Failure)QueueUrl$/.test(name));
      const counts = urls.map(async ([name, QueueUrl]) => {
        const asked = { QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] };
        const answer = (await account.call('AmazonSQS.GetQueueAttributes', asked)) as { Attributes: Record<string, string> };
        return [name, Number(answer.Attributes['ApproximateNumberOfMessages'])];
      });
      return Object.fromEntries(await Promise.all(counts)) as Record<string, number>;
    },
    async takeFailures() {
      const { FailureQueueUrl: QueueUrl } = await outputs();
      const received = await account.call('AmazonSQS.ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10 });
      const { Messages = [] } = received as { Messages?: { Body: string; ReceiptHandle: string }[] };
      for (const { ReceiptHandle } of Messages) await account.call('AmazonSQS.DeleteMessage', { QueueUrl, ReceiptHandle });
      return Messages.map(({ Body }) => JSON.parse(Body) as unknown);
    },
  };
}
