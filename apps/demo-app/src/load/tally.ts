/** Each bound is 10 % above the one before, from a tenth of a millisecond up to beyond the longest time-out. */
const BOUNDS_MILLISECONDS = Array.from({ length: 160 }, (_, index) => 0.1 * 1.1 ** index);

export type Summary = {
  readonly seconds: number;
  readonly sent: number;
  /** Answers by the first digit of their status. */
  readonly answered: Readonly<Record<'2xx' | '3xx' | '4xx' | '5xx', number>>;
  /** No answer in time, or no connection. */
  readonly failed: number;
  /** Due while as many as allowed were under way: not sent, or the generator would become a second queue. */
  readonly skipped: number;
  readonly requestsPerSecond: number;
  /** Of answers; within 10 % of the truth. Null without answers. */
  readonly latencyMilliseconds: { readonly p50: number; readonly p95: number; readonly p99: number } | null;
};

/** Counts what comes back, in constant space. */
export function createTally() {
  const counts = { sent: 0, failed: 0, skipped: 0, '2xx': 0, '3xx': 0, '4xx': 0, '5xx': 0 };
  const buckets = new Uint32Array(BOUNDS_MILLISECONDS.length + 1);
  return {
    counts,
    answered(status: number, milliseconds: number) {
      const first = `${Math.trunc(status / 100)}xx`;
      if (first === '2xx' || first === '3xx' || first === '4xx' || first === '5xx') counts[first] += 1;
      const bucket = BOUNDS_MILLISECONDS.findIndex((bound) => milliseconds <= bound);
      const index = bucket === -1 ? BOUNDS_MILLISECONDS.length : bucket;
      buckets[index] = (buckets[index] ?? 0) + 1;
    },
    summary(seconds: number): Summary {
      const { sent, failed, skipped, ...answered } = counts;
      const latencyMilliseconds = percentiles(buckets);
      return {
        seconds,
        sent,
        answered,
        failed,
        skipped,
        requestsPerSecond: seconds > 0 ? sent / seconds : 0,
        latencyMilliseconds,
      };
    },
  };
}

function percentiles(buckets: Uint32Array): Summary['latencyMilliseconds'] {
  const total = buckets.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const at = (share: number) => {
    let left = Math.ceil(share * total);
    const index = buckets.findIndex((count) => {
      left -= count;
      return left <= 0;
    });
    return Math.round((BOUNDS_MILLISECONDS[index] ?? Number.POSITIVE_INFINITY) * 10) / 10;
  };
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
