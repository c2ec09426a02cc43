import type { EventData } from '@smartscale/events';
import type { InstantVector } from './ports.ts';

export type PodSize = NonNullable<EventData<'MetricsSampled'>['pods']>['unschedulableSizes'][number];

/** Sizes in one sample. More would make the event as large as the cluster; the smallest are then told as their average. */
export const MAX_POD_SIZES = 40;

/** Reads the answer of a `...Sizes` query, largest first. Null when any of it is not a size: half an answer must not look whole. */
export function readPodSizes(vector: InstantVector): readonly PodSize[] | null {
  const sizes: PodSize[] = [];
  for (const { labels, value } of vector) {
    const { cores, bytes } = labels;
    const size = { cores: numberOf(cores), bytes: numberOf(bytes), count: value };
    if (!isAmount(size.cores) || !isAmount(size.bytes) || !Number.isInteger(value) || value < 0) return null;
    sizes.push(size);
  }
  sizes.sort(largestFirst);
  return sizes.length > MAX_POD_SIZES ? withSmallestAveraged(sizes) : sizes;
}

/** An answer to a `...Sizes` query, for whoever plays Prometheus. Sizes must differ from each other. */
export function podSizesAnswer(sizes: readonly PodSize[]): InstantVector {
  return sizes.map(({ cores, bytes, count }) => ({ labels: { cores: String(cores), bytes: String(bytes) }, value: count }));
}

/** What the pods of these sizes request together. */
export function totalOf(sizes: readonly PodSize[]): { readonly cores: number; readonly bytes: number } {
  let cores = 0;
  let bytes = 0;
  for (const size of sizes) {
    cores += size.cores * size.count;
    bytes += size.bytes * size.count;
  }
  return { cores, bytes };
}

function withSmallestAveraged(sizes: readonly PodSize[]): readonly PodSize[] {
  const smallest = sizes.slice(MAX_POD_SIZES - 1);
  const total = totalOf(smallest);
  const count = smallest.reduce((sum, size) => sum + size.count, 0);
  // Rounded up: a sample may ask for a little too much room, never for too little.
  const cores = Math.ceil((total.cores / Math.max(1, count)) * 1_000) / 1_000;
  const average = { cores, bytes: Math.ceil(total.bytes / Math.max(1, count)), count };
  return [...sizes.slice(0, MAX_POD_SIZES - 1), average];
}

function largestFirst(a: PodSize, b: PodSize): number {
  return b.cores - a.cores || b.bytes - a.bytes;
}

function numberOf(label: string | undefined): number {
  return label === undefined || label === '' ? Number.NaN : Number(label);
}

function isAmount(value: number): boolean {
  return Number.isFinite(value) && value >= 0;
}
