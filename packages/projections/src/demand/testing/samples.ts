import type { EventData } from '@smartscale/events';

type Sample = EventData<'MetricsSampled'>;
type Look = Partial<Pick<Sample, 'sampledAt' | 'pods' | 'application' | 'workers'>> & {
  readonly cores?: number;
  readonly bytes?: number;
  readonly ready?: number;
};

/** What a worker of these samples has to give. */
export const SIZE = { cores: 2, bytes: 4e9 };

/** A sample of some workers of one size that are all there. */
export function sampleOf({ cores = 1, bytes = 2e9, ready = 2, ...look }: Look = {}): Sample {
  return {
    ...{ sampledAt: '2026-11-24T08:00:00.000Z', intervalSeconds: 120, ageSeconds: 5, missing: [], application: [], pods: null },
    workers: { ready, notReady: 0, reporting: ready },
    cpu: { percent: (100 * cores) / (SIZE.cores * ready), usedCores: cores, allocatableCores: SIZE.cores * ready },
    memory: { percent: (100 * bytes) / (SIZE.bytes * ready), usedBytes: bytes, allocatableBytes: SIZE.bytes * ready },
    requests: { cores: 0, bytes: 0, sizes: [], daemonsPerWorker: { cores: 0, bytes: 0 }, allocatablePerWorker: SIZE },
    ...look,
  };
}
