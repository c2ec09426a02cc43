import type { EventData } from '@smartscale/events';

type Sample = EventData<'MetricsSampled'>;

/** What the work asks of the fleet at one moment, in amounts that do not depend on how many workers there are. */
export type Demand = {
  readonly cores: number;
  readonly bytes: number;
  /** Null: the application has no signal of that name, or it was not measured. */
  readonly requestsPerSecond: number | null;
};

/** The signal of the application that is taken as its request rate. A sample has its name only; the unit is in the policy. */
export const REQUEST_RATE_SIGNAL = 'request_rate';

/** What is used, and what the pods ask for that no worker can take. Null when CPU or memory was not measured: a gap, never zero. */
export function demandOf({ cpu, memory, pods, workers, application }: Sample): Demand | null {
  if (cpu === null || memory === null || workers.reporting === 0) return null;
  // Workers that are Ready and whose node-exporter is silent are taken to carry the average.
  const silent = Math.max(1, workers.ready / workers.reporting);
  const waiting = { cores: 0, bytes: 0 };
  for (const { cores, bytes, count } of pods?.unschedulableSizes ?? []) {
    waiting.cores += cores * count;
    waiting.bytes += bytes * count;
  }
  return {
    cores: cpu.usedCores * silent + waiting.cores,
    bytes: memory.usedBytes * silent + waiting.bytes,
    requestsPerSecond: application.find(({ name }) => name === REQUEST_RATE_SIGNAL)?.value ?? null,
  };
}

/** What one worker has to give: the smallest one, or the average when the requests were not read. Null when neither is known. */
export function workerSizeOf({ requests, cpu, memory, workers }: Sample): { cores: number; bytes: number } | null {
  const smallest = requests?.allocatablePerWorker;
  if (smallest !== undefined && smallest.cores > 0 && smallest.bytes > 0) return { ...smallest };
  if (cpu === null || memory === null || workers.ready === 0) return null;
  const average = { cores: cpu.allocatableCores / workers.ready, bytes: memory.allocatableBytes / workers.ready };
  return average.cores > 0 && average.bytes > 0 ? average : null;
}

/** A demand in whole and broken workers, each used to the last: the larger of cores and bytes. Null when their size is not known. */
export function workersOf(demand: Pick<Demand, 'cores' | 'bytes'>, sample: Sample): number | null {
  const size = workerSizeOf(sample);
  return size && Math.max(demand.cores / size.cores, demand.bytes / size.bytes);
}
