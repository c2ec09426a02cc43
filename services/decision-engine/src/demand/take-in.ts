import type { EventData, RecordedEvent } from '@smartscale/events';
import { compact, type DemandModel, demandModel, observe } from '@smartscale/forecasting';
import { demandOf, workersOf } from '@smartscale/projections/demand';

/** Moments ahead that demand is foreseen for, in samples: two to eight minutes, in which a launched worker joins. */
export const HORIZONS = [1, 2, 3, 4] as const;

/** Where the model is rounded, and so where it may be kept. By position, so that whoever takes in the same samples has the same model. */
export const COMPACT_EVERY = 30;

/** Demand beyond so many times the workers there are is taken as that: one absurd figure is not learnt. */
const MOST_TIMES_READY = 5;
const LEAST_READY = 2;

type Sample = RecordedEvent<'MetricsSampled' | 'MetricsMissed'>;

export function nothingLearnt(): DemandModel {
  return demandModel(HORIZONS);
}

/** Takes one event of the metrics stream in, in place. A tick without a measurement is a gap, and nothing is learnt of it. */
export function takeIn(model: DemandModel, sample: Sample): void {
  if (sample.type === 'MetricsSampled') {
    const workers = demandInWorkers(sample.data);
    if (workers !== null) observe(model, Date.parse(sample.data.sampledAt), workers);
  }
  if (sample.position % COMPACT_EVERY === 0) compact(model);
}

/** What the work asks for, in workers each used to the last. Null when it was not measured. */
export function demandInWorkers(data: EventData<'MetricsSampled'>): number | null {
  const demand = demandOf(data);
  const workers = demand && workersOf(demand, data);
  return workers && Math.min(workers, MOST_TIMES_READY * Math.max(LEAST_READY, data.workers.ready));
}
