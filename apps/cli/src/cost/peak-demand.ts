import { percentileOf } from '@smartscale/backtest/traces';
import type { EventStore, RecordedEvent } from '@smartscale/events';
import { pagesInRange } from '../read-all.ts';

/** As everywhere: the usual peak is the 99.5th percentile, and a worker above 90 % of its capacity is too hot. */
const PEAK_PERCENTILE = 99.5;
const HOT_ABOVE = 0.9;

/** Workers that a sample asks for at 90 % of CPU or memory, whichever is more; null when neither is known. */
export function workersNeeded({ cpu, memory, workers }: RecordedEvent<'MetricsSampled'>['data']): number | null {
  if (cpu === null && memory === null) return null;
  return (workers.reporting * Math.max(cpu?.percent ?? 0, memory?.percent ?? 0)) / 100 / HOT_ABOVE;
}

/**
 * The size of a fleet that is never changed and carries all but half a percent of the samples between two moments; null without
 * samples. Of old samples the store keeps every tenth.
 */
export async function peakDemand(
  store: EventStore,
  cluster: string,
  range: { readonly from: string; readonly to: string },
): Promise<number | null> {
  const needed: number[] = [];
  for await (const page of pagesInRange(store, cluster, range)) {
    for (const event of page) {
      const workers = event.type === 'MetricsSampled' ? workersNeeded(event.data) : null;
      if (workers !== null) needed.push(workers);
    }
  }
  return needed.length === 0 ? null : Math.ceil(percentileOf(Float64Array.from(needed), PEAK_PERCENTILE));
}
