import { existsSync, statSync } from 'node:fs';
import { uuidv7 } from 'uuidv7';
import { parseStoreAddress, type StoreChoice, withStore } from '../open-store.ts';
import type { EventArchive } from './event-archive.ts';
import { storeArchive } from './store-archive.ts';

/** One look into the queue. SQS answers as soon as there is something. */
const LOOK_SECONDS = 5;

export type ArchiveChoice = StoreChoice & {
  /** Name of an archive of EventBridge. */
  readonly archive?: string;
  readonly waitSeconds: number;
};

/** Works with the archive that belongs to a store: of a file the store itself, of a table EventBridge's. A name is always EventBridge's. */
export async function withArchive<Result>(
  choice: ArchiveChoice,
  work: (archive: EventArchive) => Promise<Result>,
): Promise<Result> {
  const address = parseStoreAddress(choice.store);
  if (choice.archive === undefined && address.kind === 'sqlite') {
    const bytes = existsSync(address.file) ? statSync(address.file).size : 0;
    return withStore(choice, (store) => work(storeArchive(store, { clusterId: choice.cluster, name: choice.store, bytes })));
  }
  return work(await openEventBridgeArchive(choice));
}

/** Loaded here, because no other command needs these clients. */
async function openEventBridgeArchive({ archive, waitSeconds }: ArchiveChoice): Promise<EventArchive> {
  const [{ EventBridgeClient }, { SQSClient }, { eventBridgeArchive }] = await Promise.all([
    import('@aws-sdk/client-eventbridge'),
    import('@aws-sdk/client-sqs'),
    import('./eventbridge-archive.ts'),
  ]);
  return eventBridgeArchive({
    eventBridge: new EventBridgeClient({}),
    // The address of a queue is for naming it, not for reaching it: an endpoint that was set holds for queues, too.
    sqs: new SQSClient({ useQueueUrlAsEndpoint: false }),
    name: archive ?? null,
    newReplayName: () => `inspection-${uuidv7()}`,
    now: Date.now,
    lookSeconds: LOOK_SECONDS,
    patienceSeconds: waitSeconds,
  });
}
