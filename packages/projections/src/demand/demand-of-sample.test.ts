import type { EventData } from '@smartscale/events';
import { expect, it } from 'vitest';
import { demandOf, workersOf } from './demand-of-sample.ts';
import { sampleOf } from './testing/samples.ts';

type Pods = NonNullable<EventData<'MetricsSampled'>['pods']>;
const waiting = (count: number): Pods => ({
  ...{ pending: count, unschedulable: count, unschedulableForSeconds: 60 },
  unschedulableSizes: [{ cores: 0.5, bytes: 1e9, count }],
});

it('is what is used and what waiting pods ask for', () => {
  const application = [{ name: 'request_rate', value: 420 }];
  expect(demandOf(sampleOf({ cores: 3, bytes: 6e9, pods: waiting(2), application }))).toEqual({
    cores: 4,
    bytes: 8e9,
    requestsPerSecond: 420,
  });
});

it('counts a silent worker as an average one', () => {
  const workers = { ready: 3, notReady: 0, reporting: 2 };
  expect(demandOf(sampleOf({ cores: 2, bytes: 4e9, workers }))).toEqual({ cores: 3, bytes: 6e9, requestsPerSecond: null });
});

it('is not known when CPU or memory is not, or nobody reported', () => {
  expect(demandOf({ ...sampleOf(), cpu: null })).toBeNull();
  expect(demandOf({ ...sampleOf(), memory: null })).toBeNull();
  expect(demandOf(sampleOf({ workers: { ready: 2, notReady: 0, reporting: 0 } }))).toBeNull();
});

it('is in workers by the scarcer of cores and bytes, over the smallest worker or else the average one', () => {
  const sample = sampleOf({ ready: 2 });
  expect(workersOf({ cores: 3, bytes: 4e9 }, sample)).toBe(1.5);
  expect(workersOf({ cores: 1, bytes: 8e9 }, sample)).toBe(2);
  expect(workersOf({ cores: 3, bytes: 4e9 }, { ...sample, requests: null })).toBe(1.5);
  expect(workersOf({ cores: 3, bytes: 4e9 }, { ...sample, requests: null, cpu: null })).toBeNull();
});
