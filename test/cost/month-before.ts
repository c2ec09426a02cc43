import { deriveEventId, type EventStore, MAX_APPEND_EVENTS, type NewEvent, streamName, toTimestamp } from '@smartscale/events';

const STEP_MS = 900_000;
const MONTH_STEPS = 30 * 96;
const SIZE = { cores: 2, bytes: 4 * 1024 ** 3 };

/** Thirty days of samples, one each quarter of an hour, of demand with a season: a forecast reads as much as it ever will. */
export async function recordMonthBefore(store: EventStore, clusterId: string, until: number): Promise<void> {
  const stream = streamName('metrics', clusterId);
  for (let step = 0; step < MONTH_STEPS; step += MAX_APPEND_EVENTS) {
    const length = Math.min(MAX_APPEND_EVENTS, MONTH_STEPS - step);
    const events = Array.from({ length }, (_, index) => sampleAt(until - (MONTH_STEPS - step - index) * STEP_MS));
    await store.append(stream, events, { expectedVersion: step });
  }
}

function sampleAt(at: number): NewEvent<'MetricsSampled'> {
  const cores = 4 + 2 * Math.sin((2 * Math.PI * at) / 86_400_000) + 0.1 * Math.sin(at);
  const bytes = cores * 1024 ** 3;
  const id = deriveEventId(at, 'sample');
  const sampledAt = toTimestamp(at);
  return {
    ...{ id, type: 'MetricsSampled', occurredAt: sampledAt, correlationId: id, causationId: id },
    data: {
      ...{ sampledAt, intervalSeconds: 120, ageSeconds: 5, missing: [], application: [], pods: null },
      workers: { ready: 4, notReady: 0, reporting: 4 },
      cpu: { percent: (100 * cores) / 8, usedCores: cores, allocatableCores: 8 },
      memory: { percent: (100 * bytes) / (4 * SIZE.bytes), usedBytes: bytes, allocatableBytes: 4 * SIZE.bytes },
      requests: { cores: 0, bytes: 0, sizes: [], daemonsPerWorker: { cores: 0, bytes: 0 }, allocatablePerWorker: SIZE },
    },
  };
}
