import type { EventStore } from '@smartscale/events';
import { peakWorkers, workersNeeded } from '@smartscale/projections/ledger';
import { pagesInRange } from '../read-all.ts';

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
  return peakWorkers(needed);
}
