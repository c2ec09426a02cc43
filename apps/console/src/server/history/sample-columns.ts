import type { RecordedEvent } from '@smartscale/events';
import { demandOf, workerSizeOf, workersOf } from '@smartscale/projections/demand';
import { workersNeeded } from '@smartscale/projections/ledger';
import { rising } from './columns.ts';

export type SampleEvent = RecordedEvent<'MetricsSampled' | 'MetricsMissed'>;
type WorkerSize = { readonly cores: number; readonly bytes: number };

/** What samples tell, as columns: a year of them is a few megabytes. NaN where nothing was measured. */
export type SampleColumns = {
  readonly at: number[];
  readonly position: number[];
  /** Demand in workers used to the last, and in cores. */
  readonly demand: number[];
  readonly cores: number[];
  /** What a fleet that is never changed would need for it. */
  readonly needed: number[];
  readonly unschedulable: number[];
  /** The size of a worker, by the index of the first sample that tells it. */
  readonly sizes: { readonly index: number; readonly size: WorkerSize }[];
};

export function noSamples(): SampleColumns {
  return { at: [], position: [], demand: [], cores: [], needed: [], unschedulable: [], sizes: [] };
}

export function addSample(columns: SampleColumns, event: SampleEvent): void {
  columns.at.push(rising(columns.at, Date.parse(event.data.sampledAt)));
  columns.position.push(event.position);
  if (event.type === 'MetricsMissed') {
    for (const column of [columns.demand, columns.cores, columns.needed, columns.unschedulable]) column.push(Number.NaN);
    return;
  }
  const { data } = event;
  const demand = demandOf(data);
  columns.demand.push((demand && workersOf(demand, data)) ?? Number.NaN);
  columns.cores.push(demand?.cores ?? Number.NaN);
  columns.needed.push(workersNeeded(data) ?? Number.NaN);
  columns.unschedulable.push(data.pods?.unschedulable ?? Number.NaN);
  const size = workerSizeOf(data);
  const known = columns.sizes.at(-1)?.size;
  if (size && (size.cores !== known?.cores || size.bytes !== known.bytes)) {
    columns.sizes.push({ index: columns.at.length - 1, size });
  }
}

/** The size of a worker as of a sample; null before any told it. */
export function workerSizeAt({ sizes }: SampleColumns, index: number): WorkerSize | null {
  return (sizes.findLast((entry) => entry.index <= index) ?? sizes[0])?.size ?? null;
}
