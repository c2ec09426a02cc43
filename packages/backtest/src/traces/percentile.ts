/** The percentile of a set of values, linear between the two nearest ranks. 0 for no values. */
export function percentileOf(values: Float64Array, percent: number): number {
  const sorted = values.toSorted();
  const rank = (Math.max(0, sorted.length - 1) * percent) / 100;
  const below = sorted[Math.floor(rank)] ?? 0;
  const above = sorted[Math.ceil(rank)] ?? 0;
  return below + (above - below) * (rank - Math.floor(rank));
}
