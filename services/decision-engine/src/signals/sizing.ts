import { MOST_WORKERS } from './signal.ts';

/** Rounding noise of binary fractions; a thousandth of a thousandth of a worker is not one more worker. */
const NOISE = 1e-9;

/** ceil, but a quotient such as 3.0000000000000004 is 3. Never negative, never above MOST_WORKERS. */
export function wholeWorkers(workers: number): number {
  return Math.max(0, Math.min(MOST_WORKERS, Math.ceil(workers - NOISE)));
}

/** Three counts of workers that are the same on a quiet day, and differ while some join, leave or fall silent. */
export type WorkerCounts = {
  /** Carry pods, by the fleet stream. */
  readonly joined: number;
  /** Ready, by Prometheus: `allocatable` is their sum. */
  readonly ready: number;
  /** Answered by their node-exporter: `used` is their sum. */
  readonly reporting: number;
};

/**
 * A measured use in workers that each run at the target: 3.9 means that four are enough and three are not.
 *
 *     use per worker     = used / reporting
 *     serving            = max(joined, reporting)     the silent ones are taken to carry the average
 *     worker at target   = target x allocatable / ready
 *     workers            = use per worker x serving / worker at target
 */
export function workersAtTarget(
  measured: { readonly used: number; readonly allocatable: number },
  { joined, ready, reporting }: WorkerCounts,
  { targetPercent }: { readonly targetPercent: number },
): number {
  const use = (measured.used * Math.max(joined, reporting)) / reporting;
  return (100 * use * ready) / (targetPercent * measured.allocatable);
}
