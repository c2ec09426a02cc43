import { type Change, type ChangeFeed, UnreadableChangeError } from '@smartscale/events';
import type { Progress } from './progress.ts';
import { type BatchOptions, giveUpRecord, handleBatch, type PendingRecord } from './stream-batch.ts';
import { streamRecord } from './stream-record.ts';

/** Reads the store's changes on behalf of one function, as an event source mapping reads a table's stream. */
export type StreamReader = {
  /** Sets where to begin. Only before the first wake-up. */
  startAfter(sequence: number): void;
  /** Something may be there to read. */
  wake(): void;
  /** Whether a read is going on or due. */
  isBusy(): boolean;
  /** Why the last read failed; undefined when it did not. */
  trouble(): string | undefined;
};

export type StreamReaderOptions = BatchOptions & {
  readonly feed: ChangeFeed;
  readonly progress: Progress;
  /** Called when the reader has come to the end of what is there. */
  readonly onCaughtUp: () => void;
};

export function createStreamReader(options: StreamReaderOptions): StreamReader {
  const { feed, stream, progress, telemetry, onCaughtUp } = options;
  let after = 0;
  let isReading = false;
  let isDue = false;
  let trouble: string | undefined;

  /** A change that cannot be read would not become readable by waiting: it is given up, so that the others go on. */
  const giveUp = (poison: UnreadableChangeError): void => {
    const { sequence, stream: name, position, cause } = poison;
    after = sequence;
    giveUpRecord({ sequence, stream: name, position }, { attempts: 1, error: cause }, options);
    progress.close(progress.begin(sequence, `unreadable ${sequence}`));
  };

  /** The records among changes that the function wants to see. */
  const accepted = (changes: readonly Change[]): readonly PendingRecord[] => {
    const batch: PendingRecord[] = [];
    for (const change of changes) {
      after = change.sequence;
      const tracked = progress.begin(change.sequence, change.event.id);
      const record = streamRecord(change);
      if (stream.accepts(record)) batch.push({ sequence: change.sequence, record, settled: () => progress.close(tracked) });
      else progress.close(tracked);
    }
    return batch;
  };

  const readBatch = async (): Promise<void> => {
    let batch: readonly PendingRecord[];
    try {
      const changes = await feed.readChanges({ after, limit: stream.batchSize });
      if (changes.length === stream.batchSize) isDue = true;
      batch = accepted(changes);
    } catch (error) {
      if (!(error instanceof UnreadableChangeError)) throw error;
      isDue = true;
      batch = accepted(error.before);
      giveUp(error);
    }
    if (batch.length > 0) await handleBatch(batch, options);
  };

  const readOn = async (): Promise<void> => {
    try {
      while (isDue) {
        isDue = false;
        await readBatch();
        trouble = undefined;
      }
    } catch (error) {
      trouble = (error as Error).message;
      telemetry.error(`the store's changes cannot be read: ${(error as Error).message}`, { error });
      telemetry.count('StreamReadFailures');
    }
    // In the same breath as the last look at isDue: a wake-up after it starts anew.
    isReading = false;
    onCaughtUp();
  };

  return {
    startAfter(sequence) {
      after = sequence;
    },
    wake() {
      isDue = true;
      if (isReading) return;
      isReading = true;
      void readOn();
    },
    isBusy: () => isReading,
    trouble: () => trouble,
  };
}
