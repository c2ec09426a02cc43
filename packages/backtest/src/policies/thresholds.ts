import type { Scaler } from '../engine/scaler.ts';

const HIGH = 0.7;
const VERY_HIGH = 0.85;
const LOW = 0.3;
const SAMPLES = 2;
const IDLE_MINUTES = 10;
const COOLDOWN_UP_MINUTES = 5;
const COOLDOWN_DOWN_MINUTES = 10;

/**
 * The plain rules: two samples above 70 % add one worker, above 85 % two; ten minutes below 30 % take one away; five minutes
 * of rest after adding, ten after taking, and no taking within ten minutes of either.
 */
export function thresholds(): Scaler {
  let highSamples = 0;
  let lowSince: number | null = null;
  let upAt = Number.NEGATIVE_INFINITY;
  let downAt = Number.NEGATIVE_INFINITY;
  return ({ minute, demand, serving, coming }) => {
    const alive = serving + coming;
    const load = demand / serving;
    highSamples = load > HIGH ? highSamples + 1 : 0;
    if (load >= LOW) lowSince = null;
    else lowSince ??= minute;
    if (highSamples >= SAMPLES && minute - upAt >= COOLDOWN_UP_MINUTES) {
      upAt = minute;
      return alive + (load > VERY_HIGH ? 2 : 1);
    }
    const idle = lowSince !== null && minute - lowSince >= IDLE_MINUTES;
    if (idle && minute - Math.max(upAt, downAt) >= COOLDOWN_DOWN_MINUTES) {
      downAt = minute;
      return alive - 1;
    }
    return alive;
  };
}
