import { PROBABILITIES } from './forecaster.ts';

/** Fewer residuals than this, and nothing is known of how far a forecast misses. */
const FEWEST = 2;

/** Past residuals as one value for each of PROBABILITIES; all zero when there are too few. Changes nothing. */
export function quantilesOf(residuals: readonly number[]): readonly number[] {
  if (residuals.length < FEWEST) return PROBABILITIES.map(() => 0);
  const sorted = Float64Array.from(residuals).sort();
  return PROBABILITIES.map((probability) => {
    const rank = probability * (sorted.length - 1);
    const below = sorted[Math.floor(rank)] ?? 0;
    const above = sorted[Math.ceil(rank)] ?? 0;
    return below + (above - below) * (rank - Math.floor(rank));
  });
}
