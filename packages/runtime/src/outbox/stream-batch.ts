import type { Telemetry } from '@smartscale/lambda';
import type { DeadLetterQueue } from '../bus/dead-letters.ts';
import type { RuntimeClock } from '../clock/runtime-clock.ts';
import { deadLetterOf, type Invoker, type RunningFunction } from '../invoke/invoker.ts';
import type { StreamWiring } from '../serverless-yml/wiring.ts';

/** One record on its way to a function, and what to do when it is handled or given up. */
export type PendingRecord = { readonly sequence: number; readonly record: object; readonly settled: () => void };

export type BatchOptions = {
  readonly target: RunningFunction;
  readonly stream: StreamWiring;
  readonly invoker: Invoker;
  readonly clock: RuntimeClock;
  readonly telemetry: Telemetry;
  readonly deadLetters: DeadLetterQueue;
};

const FIRST_PAUSE_MILLISECONDS = 1_000;
const LONGEST_PAUSE_MILLISECONDS = 60_000;

/**
 * Hands records to a function as Lambda does for a table stream: the batch again from the first record that failed, halved on each failure when
 * the function says so, and after the last attempt to the dead-letter queue. Nothing of the shard overtakes meanwhile.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export async function handleBatch(batch: readonly PendingRecord[], options: BatchOptions): Promise<void> {
  const { stream, clock } = options;
  let open = batch;
  for (let attempt = 1; open.length > 0; attempt += 1) {
    const { from, error } = await attemptBatch(open, attempt, options);
    for (const { settled } of open.slice(0, from)) settled();
    open = open.slice(from);
    if (open.length === 0) return;
    if (stream.bisectsOnError && open.length > 1) {
      const middle = Math.ceil(open.length / 2);
      await handleBatch(open.slice(0, middle), options);
      return handleBatch(open.slice(middle), options);
    }
    if (stream.maximumRetryAttempts >= 0 && attempt > stream.maximumRetryAttempts)
      return giveUp(open, { attempt, error, options });
    await clock.sleep(Math.min(FIRST_PAUSE_MILLISECONDS * 2 ** (attempt - 1), LONGEST_PAUSE_MILLISECONDS));
  }
}

/** How many of the records, from the first, are handled. */
async function attemptBatch(
  open: readonly PendingRecord[],
  attempt: number,
  { target, stream, invoker, telemetry }: BatchOptions,
): Promise<{ from: number; error?: unknown }> {
  try {
    const event = { Records: open.map(({ record }) => record) };
    const answer = await invoker.invokeOnce({ target, source: stream.name, event }, attempt);
    const from = stream.reportsItemFailures ? firstFailure(open, answer) : open.length;
    return from === open.length ? { from } : { from, error: new Error('the function reported the record as failed') };
  } catch (error) {
    telemetry.warn(`${target.wiring.service}/${target.wiring.name} failed on ${open.length} records of the stream`, {
      attempt,
      error,
    });
    return { from: 0, error };
  }
}

function firstFailure(open: readonly PendingRecord[], answer: unknown): number {
  const { batchItemFailures = [] } = Object(answer) as { batchItemFailures?: readonly { itemIdentifier: string }[] };
  if (batchItemFailures.length === 0) return open.length;
  const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  const first = open.findIndex(({ sequence }) => failed.has(String(sequence)));
  // An answer that names nothing of the batch fails all of it.
  return first < 0 ? 0 : first;
}

function giveUp(
  open: readonly PendingRecord[],
  { attempt, error, options }: { readonly attempt: number; readonly error: unknown; readonly options: BatchOptions },
): void {
  for (const { record, settled } of open) {
    giveUpRecord(record, { attempts: attempt, error }, options);
    settled();
  }
}

/** Makes a record a dead letter, and tells of it. */
export function giveUpRecord(
  event: object,
  { attempts, error }: { readonly attempts: number; readonly error: unknown },
  { target, stream, clock, deadLetters, telemetry }: BatchOptions,
): void {
  const letter = deadLetterOf({ target, source: stream.name, event }, { at: clock.now(), attempts, error });
  deadLetters.add(letter);
  telemetry.error(
    `a record of the stream is a dead letter after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}: ${letter.error}`,
    {
      source: stream.name,
    },
  );
  telemetry.count('DeadLetters');
}
