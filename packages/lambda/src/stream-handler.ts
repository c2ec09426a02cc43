import type { LambdaHandler } from './invocation.ts';
import { type Invocation, type ShellOptions, shell } from './shell.ts';

/** A record of a DynamoDB stream: the part that is used. `NewImage` holds DynamoDB's own typed values. */
export type StreamRecord = {
  readonly eventName?: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly dynamodb?: {
    readonly SequenceNumber?: string;
    readonly ApproximateCreationDateTime?: number;
    readonly Keys?: AttributeMap;
    readonly NewImage?: AttributeMap;
  };
};

export type AttributeMap = Readonly<Record<string, { readonly S?: string; readonly N?: string }>>;

/** What Lambda expects of a function with `ReportBatchItemFailures`. */
export type BatchAnswer = { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] };

/** What one record turned out to be. Order matters only among items of one `partition`. */
export type ReadRecord<Item> = { readonly partition: string; readonly item: Item } | 'ignored';

export type StreamHandlerOptions<Item> = ShellOptions & {
  /** Throws when the record can never be handled: it alone is passed over. */
  readonly read: (record: StreamRecord) => ReadRecord<Item>;
  /** Handles items in order; returns the indexes that failed and are to be tried again. To throw is to fail them all. */
  readonly handle: (items: readonly Item[], invocation: Invocation) => Promise<readonly number[]>;
};

type Held<Item> = { readonly partition: string; readonly item: Item; readonly sequenceNumber: string };

/**
 * A handler for a table stream that reports which records failed, so that Lambda goes on from there.
 *
 * - A record that cannot be read is told with its keys, counted as `PoisonRecords` and passed over: no repeat would make it
 *   readable, and nothing is lost, as the table has it.
 * - When an item fails, it and the later ones of its partition are reported: they are published again in their order.
 */
export function streamHandler<Item>(options: StreamHandlerOptions<Item>): LambdaHandler {
  return shell<readonly StreamRecord[], BatchAnswer>(options, {
    receive(event, context) {
      const { Records: records } = Object(event) as { Records?: readonly StreamRecord[] };
      return { input: records ?? [], correlationId: context.awsRequestId };
    },
    async handle(records, invocation) {
      const failed = new Set<string>();
      const held = readAll(records, { read: options.read, invocation });
      const failures =
        held.length === 0
          ? []
          : await options.handle(
              held.map(({ item }) => item),
              invocation,
            );
      addWithFollowers(held, failures, failed);
      return { batchItemFailures: inOrder(records, failed) };
    },
  });
}

function readAll<Item>(
  records: readonly StreamRecord[],
  { read, invocation }: { read: StreamHandlerOptions<Item>['read']; invocation: Invocation },
): Held<Item>[] {
  const held: Held<Item>[] = [];
  for (const record of records) {
    const sequenceNumber = record.dynamodb?.SequenceNumber ?? '';
    try {
      const found = read(record);
      if (found !== 'ignored') held.push({ ...found, sequenceNumber });
    } catch (error) {
      const keys = record.dynamodb?.Keys;
      invocation.telemetry.error(`stream record ${sequenceNumber} cannot be read: ${(error as Error).message}`, {
        error,
        keys,
      });
      invocation.telemetry.count('PoisonRecords');
    }
  }
  return held;
}

function addWithFollowers<Item>(held: readonly Held<Item>[], failures: readonly number[], failed: Set<string>): void {
  if (failures.length === 0) return;
  const failing = new Set(failures);
  const stopped = new Set<string>();
  held.forEach(({ partition, sequenceNumber }, index) => {
    if (failing.has(index)) stopped.add(partition);
    if (stopped.has(partition)) failed.add(sequenceNumber);
  });
}

function inOrder(records: readonly StreamRecord[], failed: ReadonlySet<string>): { itemIdentifier: string }[] {
  if (failed.size === 0) return [];
  return records
    .map(({ dynamodb }) => ({ itemIdentifier: dynamodb?.SequenceNumber ?? '' }))
    .filter(({ itemIdentifier }) => failed.has(itemIdentifier));
}
