import { EVALUATION_MINUTES } from '../engine/play.ts';
import type { Scaler } from '../engine/scaler.ts';

/** Evaluations that lie within ten minutes, both ends counted. */
const TEN_MINUTES = 6;

/** Always the same number. */
export function fixed(workers: number): Scaler {
  return () => workers;
}

/** `ceil(demand / utilisation)`, the largest of the last `evaluations`. */
export function windowedTarget(utilisation: number, evaluations: number): Scaler {
  const samples = new Array<number>(evaluations).fill(0);
  return ({ minute, demand }) => {
    samples[(minute / EVALUATION_MINUTES) % evaluations] = demand;
    let most = 0;
    for (const sample of samples) most = Math.max(most, sample);
    return Math.ceil(most / utilisation);
  };
}

/** `ceil(demand / 0.7)`, down after ten minutes of a lower wish: to the largest wish of those. */
export function target70(): Scaler {
  return windowedTarget(0.7, TEN_MINUTES);
}
