import type { Scaler } from '../engine/scaler.ts';

const UNNEEDED_MINUTES = 10;

/**
 * What an autoscaler does that looks at the scheduler only: workers for what does not fit (demand above capacity is what stays
 * pending), and a worker that was not needed for ten minutes goes. It keeps no room: pods fill workers to the brim.
 */
export function pendingOnly(): Scaler {
  let fewerSince: number | null = null;
  return ({ minute, demand, serving, coming }) => {
    const alive = serving + coming;
    const needed = Math.ceil(demand);
    if (needed >= alive) {
      fewerSince = null;
      return needed;
    }
    fewerSince ??= minute;
    return minute - fewerSince >= UNNEEDED_MINUTES ? alive - 1 : alive;
  };
}
