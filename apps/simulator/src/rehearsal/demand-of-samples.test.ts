import { type EventData, type RecordedEvent, toTimestamp } from '@smartscale/events';
import { describe, expect, it } from 'vitest';
import { demandRecorder } from './demand-of-samples.ts';

const START = Date.parse('2026-11-24T08:00:00.000Z');
const GIB = 1024 ** 3;
const ROOM = { cores: 2, bytes: 4 * GIB };

type Sampled = EventData<'MetricsSampled'>;

/** `cores` used on three workers, in pods of half a core. */
function sample(minutes: number, cores: number, changed: Partial<Sampled> = {}): RecordedEvent<'MetricsSampled'> {
  const use = { percent: (95 * cores) / 6, usedCores: cores, allocatableCores: 6 };
  const data: Sampled = {
    ...{ sampledAt: toTimestamp(START + minutes * 60_000), intervalSeconds: 120, ageSeconds: 15, missing: [] },
    ...{ workers: { ready: 3, notReady: 0, reporting: 3 }, cpu: use, application: [{ name: 'queue', value: 7 }] },
    memory: { percent: 25, usedBytes: 3 * GIB, allocatableBytes: 12 * GIB },
    pods: { pending: 0, unschedulable: 0, unschedulableForSeconds: 0, unschedulableSizes: [] },
    requests: {
      ...{ cores: 4, bytes: 4 * GIB, sizes: [{ cores: 0.5, bytes: GIB / 2, count: 8 }] },
      ...{ daemonsPerWorker: { cores: 0.25, bytes: 0 }, allocatablePerWorker: ROOM },
    },
    ...changed,
  };
  return { type: 'MetricsSampled', data } as RecordedEvent<'MetricsSampled'>;
}

function missed(minutes: number): RecordedEvent<'MetricsMissed'> {
  const data = { sampledAt: toTimestamp(START + minutes * 60_000), intervalSeconds: 120 };
  return { type: 'MetricsMissed', data } as RecordedEvent<'MetricsMissed'>;
}

function recordOf(...events: (RecordedEvent<'MetricsSampled'> | RecordedEvent<'MetricsMissed'>)[]) {
  const { add, recorded } = demandRecorder();
  for (const event of events) add(event);
  return recorded('test');
}

describe('demand of recorded samples', () => {
  it('is in workers, minute by minute, on the line between two samples', () => {
    const record = recordOf(sample(0, 2), sample(2, 4), sample(4, 4));
    expect([...(record?.demand.workers ?? [])]).toEqual([1, 1.5, 2, 2, 2, 2]);
    expect(record).toMatchObject({ intervalMinutes: 2, sampleAgeSeconds: 15, samples: 3, missing: 0, gaps: [] });
  });

  it('is not known where nothing was measured, and says where that was', () => {
    const record = recordOf(sample(0, 2), missed(2), sample(4, 4, { cpu: null }), sample(8, 4));
    expect([...(record?.demand.workers ?? [])]).toEqual([1, 1, ...Array<number>(6).fill(Number.NaN), 2, 2]);
    expect(record?.demand.loadAt(2, { serving: 3, waitingSeconds: 0 })).toBeNull();
    expect(record?.gaps).toEqual([{ from: START + 2 * 60_000, to: START + 8 * 60_000 }]);
    expect(record?.missing).toBe(3);
  });

  it('is what was recorded on a fleet of the recorded size', () => {
    const one = sample(0, 4);
    const load = recordOf(one)?.demand.loadAt(0, { serving: 3, waitingSeconds: 0 });
    expect(load).toMatchObject({ requests: one.data.requests, pods: one.data.pods, application: one.data.application });
    // A machine has more than its pods may use: its percent are of all of it.
    expect(load?.cpu).toEqual({ percent: (95 * 4) / 6, usedCores: 4, allocatableCores: 6 });
  });

  it('does not fit a smaller fleet, whose pods then wait', () => {
    const load = recordOf(sample(0, 5))?.demand.loadAt(0, { serving: 2, waitingSeconds: 90 });
    // Three pods of half a core on each, beside the DaemonSet.
    expect(load?.pods).toEqual({
      ...{ pending: 2, unschedulable: 2, unschedulableForSeconds: 90 },
      unschedulableSizes: [{ cores: 0.5, bytes: GIB / 2, count: 2 }],
    });
    expect(load?.requests).toMatchObject({ cores: 3, sizes: [{ count: 6 }] });
    expect(load?.cpu?.percent).toBe(95);
  });

  it('has waiting pods placed on a larger one', () => {
    const pods = {
      pending: 3,
      unschedulable: 2,
      unschedulableForSeconds: 60,
      unschedulableSizes: [{ cores: 0.5, bytes: GIB, count: 2 }],
    };
    const record = recordOf(sample(0, 4, { pods }));
    expect(record?.demand.workers[0]).toBe(2.5);
    expect(record?.demand.loadAt(0, { serving: 4, waitingSeconds: 0 })?.pods).toMatchObject({ pending: 1, unschedulable: 0 });
  });

  it('is none without a sample', () => {
    expect(recordOf()).toBeNull();
    expect(recordOf(missed(0))).toBeNull();
  });
});
