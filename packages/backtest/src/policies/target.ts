import { EVALUATION_MINUTES } from '../engine/play.ts';
import type { Scaler } from '../engine/scaler.ts';

/** Evaluations that lie within ten minutes, both ends counted. */
const TEN_MINUTES = 6;

/** Always the same number. */
export const fixed =
  (workers: number): Scaler =>
  () =>
    workers;

/** `ceil(demand / utilisation)`, the largest of the last `evaluations`. */
export function windowedTarget(utilisation: number, evaluations: number): Scaler {
  const wishes = new Float64Array(evaluations);
  return ({ minute, demand }) => {
    wishes[(minute / EVALUATION_MINUTES) % evaluations] = Math.ceil(demand / utilisation);
    return Math.max(...wishes);
  };
}

/** `ceil(demand / 0.7)`, down after ten minutes of a lower wish: to the largest wish of those. */
export const target70 = (): Scaler => windowedTarget(0.7, TEN_MINUTES);
