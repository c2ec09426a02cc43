import type { EventData } from '@smartscale/events';

/** As everywhere: the usual peak is the 99.5th percentile, and a worker above 90 % of its capacity is too hot. */
const PEAK_PERCENTILE = 99.5;
const HOT_ABOVE = 0.9;

/** Workers that a sample asks for at 90 % of CPU or memory, whichever is more; null when neither is known. */
export function workersNeeded({ cpu, memory, workers }: EventData<'MetricsSampled'>): number | null {
  if (cpu === null && memory === null) return null;
  return (workers.reporting * Math.max(cpu?.percent ?? 0, memory?.percent ?? 0)) / 100 / HOT_ABOVE;
}

/** The size of a fleet that is never changed and carries all but half a percent of what was needed; null without any. */
export function peakWorkers(needed: readonly number[]): number | null {
  if (needed.length === 0) return null;
  const sorted = needed.toSorted((one, other) => one - other);
  const rank = ((sorted.length - 1) * PEAK_PERCENTILE) / 100;
  const [below = 0, above = 0] = [sorted[Math.floor(rank)], sorted[Math.ceil(rank)]];
  return Math.ceil(below + (above - below) * (rank - Math.floor(rank)));
}
