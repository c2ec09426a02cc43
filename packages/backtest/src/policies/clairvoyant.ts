import type { Scaler } from '../engine/scaler.ts';
import { COMFORT } from '../engine/tally.ts';

const MINUTES_AHEAD = 4;

/** Knows the next four minutes: what no policy can, and what all are measured by. Down only when nothing is on its way. */
export function clairvoyant(demand: Float64Array): Scaler {
  return ({ minute, serving, coming }) => {
    let most = 0;
    const end = Math.min(demand.length, minute + MINUTES_AHEAD);
    for (let ahead = minute; ahead < end; ahead += 1) most = Math.max(most, demand[ahead] ?? 0);
    const wish = Math.ceil(most / COMFORT);
    return coming > 0 ? Math.max(wish, serving + coming) : wish;
  };
}
