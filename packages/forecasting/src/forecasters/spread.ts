import { PROBABILITIES } from './forecaster.ts';

/** Fewer residuals than this, and the far quantiles are the largest one. */
const FEWEST = 2;

/** A centre and its past residuals as quantiles. Residuals are sorted in place. */
export function spreadAround(centre: number, residuals: number[]): readonly number[] {
  if (residuals.length < FEWEST) return PROBABILITIES.map(() => centre);
  const sorted = Float64Array.from(residuals).sort();
  return PROBABILITIES.map((probability) => {
    const rank = probability * (sorted.length - 1);
    const below = sorted[Math.floor(rank)] ?? 0;
    const above = sorted[Math.ceil(rank)] ?? 0;
    return centre + below + (above - below) * (rank - Math.floor(rank));
  });
}
