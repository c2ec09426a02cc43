import type { ChangeFeed } from '@smartscale/events';
import type { SetAside } from '@smartscale/lambda';
import type { CancelTimer } from '../clock/runtime-clock.ts';
import { createProgress, type Progress } from './progress.ts';
import { type BatchOptions, giveUpRecord } from './stream-batch.ts';
import { createStreamReader } from './stream-reader.ts';

/** Where the outbox is kept between processes. */
export type Checkpoint = {
  /** The last sequence that is done with; 0 for none. */
  load(): number | Promise<number>;
  /** All events up to this sequence were relayed, and all their deliveries handled or given up. Called with growing sequences, one call at a time. */
  save(sequence: number): void | Promise<void>;
};

/** The store's changes on their way to the functions that have the table's stream as their source. */
export type Outbox = {
  readonly progress: Progress;
  start(): Promise<void>;
  /** Something was appended. Without effect before the start and after the stop. */
  wake(): void;
  isBusy(): boolean;
  /** Why it stands still; undefined when it does not. */
  trouble(): string | undefined;
  /** Puts a record among the dead letters that a function of the stream calls poison. */
  readonly setAside: SetAside;
  /** Saves the checkpoint when more is done than it says. */
  saveProgress(): void;
  stop(): Promise<void>;
};

export type OutboxOptions = Omit<BatchOptions, 'target' | 'stream'> & {
  readonly functions: readonly BatchOptions['target'][];
  readonly feed: ChangeFeed;
  readonly checkpoint?: Checkpoint | undefined;
  readonly pollMilliseconds?: number | undefined;
  readonly onCaughtUp: () => void;
};

export function createOutbox(options: OutboxOptions): Outbox {
  const { functions, clock, checkpoint, pollMilliseconds, telemetry } = options;
  const sources = functions.flatMap((target) => target.wiring.streams.map((stream) => ({ target, stream })));
  const progress = createProgress(sources.length);
  const readers = sources.map((source) => createStreamReader({ ...options, ...source, progress }));
  let isRunning = false;
  let savedUpTo = 0;
  /** The last sequence that is saved or on its way to be. */
  let offered = 0;
  let saving = Promise.resolve();
  let cancelPoll: CancelTimer = () => {};

  const wake = (): void => {
    if (isRunning) for (const reader of readers) reader.wake();
  };

  const poll = (everyMilliseconds: number): void => {
    wake();
    cancelPoll = clock.schedule(clock.now() + everyMilliseconds, () => poll(everyMilliseconds));
  };

  const saveProgress = (): void => {
    const doneUpTo = progress.doneUpTo();
    if (checkpoint === undefined || doneUpTo <= offered) return;
    offered = doneUpTo;
    saving = saving
      .then(() => checkpoint.save(doneUpTo))
      .then(() => {
        savedUpTo = doneUpTo;
        offered = Math.max(offered, doneUpTo);
      })
      .catch((error: unknown) => {
        // To be saved again with the next that is done, or at the stop.
        offered = savedUpTo;
        telemetry.error(`the outbox's checkpoint cannot be saved: ${(error as Error).message}`, { error });
      });
  };

  return {
    progress,
    async start() {
      savedUpTo = (await checkpoint?.load()) ?? 0;
      offered = savedUpTo;
      progress.startAfter(savedUpTo);
      for (const reader of readers) reader.startAfter(savedUpTo);
      isRunning = true;
      wake();
      if (pollMilliseconds !== undefined) poll(pollMilliseconds);
    },
    wake,
    isBusy: () => readers.some((reader) => reader.isBusy()),
    trouble: () => readers.map((reader) => reader.trouble()).find((trouble) => trouble !== undefined),
    async setAside({ service, record, problem }) {
      const source = sources.find(({ target }) => target.wiring.service === service);
      if (source === undefined) throw new Error(`${service} has no function that reads the table's stream`);
      giveUpRecord(record, { attempts: 1, error: problem }, { ...options, ...source });
    },
    saveProgress,
    async stop() {
      isRunning = false;
      cancelPoll();
      await saving;
      saveProgress();
      await saving;
    },
  };
}
