import { Worker } from 'node:worker_threads';
import type { Violation } from '../checkers/watch.ts';
import { ALL_FAULT_KINDS, type FaultKind } from './fault-kinds.ts';
import { type Played, play } from './play.ts';
import { scenarioOf } from './scenario.ts';

export type TortureOptions = {
  readonly seeds: readonly number[];
  /** Hostile days of each seed. */
  readonly days: number;
  /** Threads that play; 1 is the thread at hand. */
  readonly parallel?: number;
  /** Ends it; what was played until then is the result. */
  readonly signal?: AbortSignal;
  readonly onSeed?: (seed: SeedResult, done: number) => void;
};

export type SeedResult = Played & { readonly seed: number };
export type TortureFailure = Violation & { readonly seed: number };

export type TortureResult = {
  /** Seeds that were played to their end. */
  readonly seeds: number;
  /** Hostile days, over all seeds. */
  readonly days: number;
  readonly events: number;
  readonly faultsInjected: number;
  readonly faultsByKind: Readonly<Record<FaultKind, number>>;
  /** By seed, then by time. */
  readonly failures: readonly TortureFailure[];
};

/** What a thread is asked for. */
export type SeedRequest = { readonly seed: number; readonly days: number };

/** Plays every seed, each for so many days, and counts. */
export async function torture(options: TortureOptions): Promise<TortureResult> {
  const { seeds, days, parallel = 1, signal, onSeed } = options;
  const played: SeedResult[] = [];
  const queue = [...seeds];
  const take = async (playSeed: (request: SeedRequest) => Promise<Played>): Promise<void> => {
    for (let seed = queue.shift(); seed !== undefined && !isAborted(signal); seed = queue.shift()) {
      const result = { seed, ...(await playSeed({ seed, days })) };
      if (isAborted(signal)) return;
      played.push(result);
      onSeed?.(result, played.length);
    }
  };
  if (parallel === 1) await take(playOne);
  else await Promise.all(Array.from({ length: Math.min(parallel, seeds.length) }, () => inThread(take, signal)));
  return sumOf(played, days);
}

export function playOne({ seed, days }: SeedRequest): Promise<Played> {
  return play(scenarioOf(seed, days));
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

type Take = (playSeed: (request: SeedRequest) => Promise<Played>) => Promise<void>;

/** A thread that plays one seed after the other. At the signal it is ended in the middle of one. */
async function inThread(take: Take, signal: AbortSignal | undefined): Promise<void> {
  const worker = new Worker(new URL('./seed-thread.ts', import.meta.url));
  let fail: (reason: Error) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => {});
  worker.on('error', (error) => fail(error instanceof Error ? error : new Error(String(error))));
  const end = () => fail(new Error('the torture was ended'));
  signal?.addEventListener('abort', end);
  const playSeed = (request: SeedRequest): Promise<Played> => {
    const answer = new Promise<Played>((resolve) => worker.once('message', resolve));
    worker.postMessage(request);
    return Promise.race([answer, failed]);
  };
  try {
    await take(playSeed);
  } catch (error) {
    if (!isAborted(signal)) throw error;
  } finally {
    signal?.removeEventListener('abort', end);
    await worker.terminate();
  }
}

function sumOf(played: readonly SeedResult[], days: number): TortureResult {
  const faultsByKind = Object.fromEntries(
    ALL_FAULT_KINDS.map((kind) => [kind, played.reduce((sum, { strikes }) => sum + strikes[kind], 0)]),
  ) as Record<FaultKind, number>;
  const failures = played.flatMap(({ seed, violations }) => violations.map((violation) => ({ seed, ...violation })));
  return {
    seeds: played.length,
    days: Math.round(played.length * days * 1_000) / 1_000,
    events: played.reduce((sum, { events }) => sum + events, 0),
    faultsInjected: Object.values(faultsByKind).reduce((sum, count) => sum + count, 0),
    faultsByKind,
    failures: failures.toSorted((one, other) => one.seed - other.seed || one.at - other.at),
  };
}
