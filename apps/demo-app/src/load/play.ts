import { setTimeout as sleep } from 'node:timers/promises';
import { type Course, countArrivals, secondsOf } from './arrivals.ts';
import { createTally, type Summary } from './tally.ts';

const LOOK_MILLISECONDS = 20;

export type PlayOptions = Course & {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  /** Stops earlier than the trace ends. */
  readonly seconds: number | null;
  readonly timeoutSeconds: number;
  readonly mostUnderWay: number;
  readonly signal: AbortSignal;
  readonly onProgress?: (summary: Summary) => void;
};

/**
 * Sends requests at the pace of the trace, whether or not the answers keep up, as people do. Resolves when the last one is answered or
 * has failed.
 */
export async function play(options: PlayOptions): Promise<Summary> {
  const tally = createTally();
  const underWay = new Set<Promise<void>>();
  const arrivals = countArrivals(options);
  const endSeconds = Math.min(secondsOf(options), options.seconds ?? Number.POSITIVE_INFINITY);
  const began = performance.now();
  const elapsed = () => (performance.now() - began) / 1_000;
  let due = 0;
  for (;;) {
    const now = Math.min(elapsed(), endSeconds);
    for (const all = Math.floor(arrivals(now)); due < all; due += 1) {
      if (underWay.size >= options.mostUnderWay) {
        tally.counts.skipped += 1;
        continue;
      }
      const ended: Promise<void> = request(options, tally).then(() => void underWay.delete(ended));
      underWay.add(ended);
    }
    options.onProgress?.(tally.summary(elapsed()));
    if (now >= endSeconds || options.signal.aborted) break;
    await sleep(LOOK_MILLISECONDS);
  }
  await Promise.all(underWay);
  return tally.summary(elapsed());
}

async function request({ url, method, timeoutSeconds }: PlayOptions, tally: ReturnType<typeof createTally>): Promise<void> {
  tally.counts.sent += 1;
  const start = performance.now();
  try {
    const response = await fetch(url, { method, signal: AbortSignal.timeout(timeoutSeconds * 1_000), redirect: 'manual' });
    // Read to the end, so that the connection can be used again.
    await response.arrayBuffer();
    tally.answered(response.status, performance.now() - start);
  } catch {
    tally.counts.failed += 1;
  }
}
