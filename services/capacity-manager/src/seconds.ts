/** Whole seconds from a timestamp to a moment in epoch milliseconds; never negative, as clocks of two machines may differ a little. */
export function secondsBetween(from: string, now: number): number {
  return Math.max(0, Math.round((now - Date.parse(from)) / 1_000));
}
