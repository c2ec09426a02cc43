import type { LambdaHandler } from './invocation.ts';
import { type Met, type PoisonRecord, type SetAside, setAsideInOrder } from './poison-record.ts';
import { type Invocation, type ShellOptions, shell } from './shell.ts';
import type { StreamRecord } from './stream-record.ts';

/** What Lambda expects of a function with `ReportBatchItemFailures`. */
export type BatchAnswer = { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] };

/** What one record turned out to be. Order matters only among items of one `partition`. */
export type ReadRecord<Item> = { readonly partition: string; readonly item: Item } | 'ignored';

/** What became of a batch; an item that is not named is handled. Indexes are those of the items. */
export type BatchOutcome = {
  /** Failed, and to be tried again. */
  readonly failed: readonly number[];
  /** Can never be handled, however often it is tried. */
  readonly poison: readonly { readonly index: number; readonly problem: string }[];
};

export type StreamHandlerOptions<Item> = ShellOptions & {
  /** Throws when the record can never be handled: it alone is set aside. */
  readonly read: (record: StreamRecord) => ReadRecord<Item>;
  /** Handles items in order. To throw is to fail them all. */
  readonly handle: (items: readonly Item[], invocation: Invocation) => Promise<BatchOutcome>;
  readonly setAside: SetAside;
};

type Held<Item> = { readonly partition: string; readonly item: Item; readonly place: number };

/**
 * A handler for a table stream that reports which records failed, so that Lambda goes on from there.
 *
 * - A record that can never be read or handled is told with its keys, counted as `PoisonRecords` and set aside; the rest of its
 *   partition goes on. When it cannot be set aside it is reported, so that it comes again.
 * - When an item fails, it and the later ones of its partition are reported: they are handled again in their order.
 */
export function streamHandler<Item>(options: StreamHandlerOptions<Item>): LambdaHandler {
  const { read, handle, setAside, service } = options;
  return shell<readonly StreamRecord[], BatchAnswer>(options, {
    receive(event, context) {
      const { Records: records } = Object(event) as { Records?: readonly StreamRecord[] };
      return { input: records ?? [], correlationId: context.awsRequestId };
    },
    async handle(records, invocation) {
      const { held, unreadable } = readAll(records, read);
      const items = held.map(({ item }) => item);
      const { failed, poison } = items.length === 0 ? NOTHING : await handle(items, invocation);
      const again = withFollowers(held, failed);
      const refused = poison.map(({ index, problem }) => ({ place: (held[index] as Held<Item>).place, problem }));
      const met = [...unreadable, ...refused].map(({ place, problem }): Met => {
        return { place, poison: poisonOf(records[place] as StreamRecord, { service, problem }) };
      });
      const firstFailure = Math.min(...again);
      for (const place of await setAsideInOrder(met, { firstFailure, setAside, invocation })) again.add(place);
      return { batchItemFailures: inOrder(records, again) };
    },
  });
}

const NOTHING: BatchOutcome = { failed: [], poison: [] };

type Unreadable = { readonly place: number; readonly problem: string };

function readAll<Item>(
  records: readonly StreamRecord[],
  read: StreamHandlerOptions<Item>['read'],
): { readonly held: readonly Held<Item>[]; readonly unreadable: readonly Unreadable[] } {
  const held: Held<Item>[] = [];
  const unreadable: Unreadable[] = [];
  records.forEach((record, place) => {
    try {
      const found = read(record);
      if (found !== 'ignored') held.push({ ...found, place });
    } catch (error) {
      unreadable.push({ place, problem: `it cannot be read: ${(error as Error).message}` });
    }
  });
  return { held, unreadable };
}

function poisonOf(
  record: StreamRecord,
  { service, problem }: { readonly service: string; readonly problem: string },
): PoisonRecord {
  return { service, sequenceNumber: sequenceNumberOf(record), keys: record.dynamodb?.Keys, problem, record };
}

/** Places of the items that failed and of the later ones of their partitions. */
function withFollowers<Item>(held: readonly Held<Item>[], failures: readonly number[]): Set<number> {
  const failing = new Set(failures);
  const stopped = new Set<string>();
  const places = new Set<number>();
  held.forEach(({ partition, place }, index) => {
    if (failing.has(index)) stopped.add(partition);
    if (stopped.has(partition)) places.add(place);
  });
  return places;
}

function inOrder(records: readonly StreamRecord[], places: ReadonlySet<number>): { itemIdentifier: string }[] {
  return [...places]
    .toSorted((one, other) => one - other)
    .map((place) => ({ itemIdentifier: sequenceNumberOf(records[place] as StreamRecord) }));
}

/** An empty one, reported as failed, makes Lambda repeat the whole batch. */
function sequenceNumberOf({ dynamodb }: StreamRecord): string {
  return dynamodb?.SequenceNumber ?? '';
}
