/** The index of the last entry at or before a moment in a list that rises; -1 for none. */
export function lastAtOrBefore(times: readonly number[], moment: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) <= moment) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The half-open range of indices of entries from one moment up to and with another. */
export function indicesWithin(
  times: readonly number[],
  from: number,
  to: number,
): { readonly start: number; readonly end: number } {
  return { start: lastAtOrBefore(times, from - 1) + 1, end: lastAtOrBefore(times, to) + 1 };
}

/** Time as a stream tells it: a writer whose clock went back does not make the list fall. */
export function rising(times: readonly number[], at: number): number {
  return Math.max(at, times.at(-1) ?? at);
}
