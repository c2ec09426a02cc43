import {
  DescribeArchiveCommand,
  type DescribeArchiveCommandOutput,
  type EventBridgeClient,
  ListArchivesCommand,
  ListReplaysCommand,
} from '@aws-sdk/client-eventbridge';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { UsageError } from '../exit.ts';
import { asArchiveError } from './aws-errors.ts';
import type { ArchiveSummary, EventArchive, PastReplay } from './event-archive.ts';
import { openInspectionQueue } from './inspection-queue.ts';
import { findInspectionRule } from './inspection-rule.ts';
import { runReplay } from './run-replay.ts';

/** What the archives of infra/event-backbone are called: `smartscale-<stage>`. */
const NAME_PREFIX = 'smartscale-';
const SHOWN_REPLAYS = 20;

export type EventBridgeArchiveOptions = {
  readonly eventBridge: EventBridgeClient;
  readonly sqs: SQSClient;
  /** Null: the only one whose name begins as ours do. */
  readonly name: string | null;
  /** A name for a replay that no other has. */
  readonly newReplayName: () => string;
  readonly now: () => number;
  /** How long one look into the queue waits; two looks in vain after the end of a replay are its end. At most 20. */
  readonly lookSeconds: number;
  /** After this time a replay is called off. */
  readonly patienceSeconds: number;
};

/** Archives of EventBridge. A replay goes to the inspection queue and is taken out of it again. */
export function eventBridgeArchive(options: EventBridgeArchiveOptions): EventArchive {
  const { eventBridge, sqs } = options;
  const guarded = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      throw asArchiveError(error);
    }
  };
  const list = () => listArchives(eventBridge);
  const describe = async () => describeArchive(eventBridge, options.name ?? onlyOne(await list()));

  return {
    list: () => guarded(list),
    inspect: () =>
      guarded(async () => {
        const archive = await describe();
        const { EventSourceArn: source = '' } = archive;
        const { ruleName: rule, queueArn } = await findInspectionRule(eventBridge, source);
        const queue = await openInspectionQueue(sqs, queueArn);
        const inspection = { rule, queue: queueArn, waiting: await queue.waiting() };
        const replays = await listReplays(eventBridge, archive.ArchiveArn ?? '');
        return { ...summaryOf(archive), source, inspection, replays, streams: [] };
      }),
    async *replay(range, tell) {
      yield await guarded(async () => {
        const archive = await describe();
        if (archive.State !== 'ENABLED') {
          throw new UsageError(
            `the archive ${archive.ArchiveName} is ${archive.State} (${archive.StateReason ?? 'no reason given'})`,
          );
        }
        const rule = await findInspectionRule(eventBridge, archive.EventSourceArn ?? '');
        const queue = await openInspectionQueue(sqs, rule.queueArn);
        return runReplay({ ...options, archive, rule, queue, range, tell });
      });
    },
  };
}

async function listArchives(eventBridge: EventBridgeClient): Promise<readonly ArchiveSummary[]> {
  const { Archives = [] } = await eventBridge.send(new ListArchivesCommand({ NamePrefix: NAME_PREFIX }));
  return Archives.map(summaryOf);
}

async function describeArchive(eventBridge: EventBridgeClient, name: string): Promise<DescribeArchiveCommandOutput> {
  try {
    return await eventBridge.send(new DescribeArchiveCommand({ ArchiveName: name }));
  } catch (error) {
    if ((error as Error).name !== 'ResourceNotFoundException') throw error;
    throw new UsageError(
      `there is no archive ${name} in this region and account: "smartscale archive ls" lists those there are`,
    );
  }
}

function onlyOne(archives: readonly ArchiveSummary[]): string {
  const [first, ...others] = archives.map(({ name }) => name);
  if (first === undefined) {
    throw new UsageError(
      'there is no archive in this region and account: deploy infra/event-backbone, and not with SMARTSCALE_KEEP_ARCHIVE=no',
    );
  }
  if (others.length === 0) return first;
  throw new UsageError(`there are several archives, name one with --archive: ${[first, ...others].join(', ')}`);
}

async function listReplays(eventBridge: EventBridgeClient, archiveArn: string): Promise<readonly PastReplay[]> {
  const { Replays = [] } = await eventBridge.send(new ListReplaysCommand({ EventSourceArn: archiveArn }));
  return Replays.map(({ ReplayName = '', State = '', ReplayStartTime, StateReason }) => ({
    name: ReplayName,
    state: State,
    startedAt: ReplayStartTime?.toISOString() ?? null,
    reason: StateReason ?? null,
  }))
    .sort((a, b) => ((a.startedAt ?? '') > (b.startedAt ?? '') ? -1 : 1))
    .slice(0, SHOWN_REPLAYS);
}

type ArchiveFields = Pick<
  DescribeArchiveCommandOutput,
  'ArchiveName' | 'State' | 'EventCount' | 'SizeBytes' | 'RetentionDays' | 'CreationTime'
>;

function summaryOf(archive: ArchiveFields): ArchiveSummary {
  const { ArchiveName = '', State = '', EventCount = 0, SizeBytes = 0, RetentionDays, CreationTime } = archive;
  const since = CreationTime?.toISOString() ?? null;
  // EventBridge says 0 for "for good".
  return { name: ArchiveName, state: State, events: EventCount, bytes: SizeBytes, keptDays: RetentionDays || null, since };
}
