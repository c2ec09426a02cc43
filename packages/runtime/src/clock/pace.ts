import { setTimeout as pause } from 'node:timers/promises';
import type { VirtualClock } from './virtual-clock.ts';

export type PaceOptions = {
  /** Virtual seconds in a real one. */
  readonly factor: number;
  /** How often virtual time catches up. */
  readonly stepMilliseconds?: number;
  /** Ends the run; the step at hand is finished first. */
  readonly signal: AbortSignal;
};

const DEFAULT_STEP_MILLISECONDS = 20;

/** After a stall (a sleeping laptop, a slow machine) time goes on from where it is instead of racing to catch up. */
const LONGEST_STEP_MILLISECONDS = 250;

/** Lets virtual time pass at `factor` times real time until the signal, in the same order as at full speed. */
export async function pace(
  clock: VirtualClock,
  { factor, stepMilliseconds = DEFAULT_STEP_MILLISECONDS, signal }: PaceOptions,
): Promise<void> {
  if (!(factor > 0)) throw new RangeError(`a pace of ${factor} is no pace: it must be above 0`);
  let before = performance.now();
  while (!signal.aborted) {
    await pause(stepMilliseconds);
    const real = performance.now();
    const passed = Math.min(real - before, LONGEST_STEP_MILLISECONDS);
    before = real;
    await clock.runUntil(clock.now() + Math.round(passed * factor));
  }
}
