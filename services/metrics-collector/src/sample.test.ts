import { catalogue } from '@smartscale/events';
import { describe, expect, it } from 'vitest';
import { figuresAnswer } from './figures.ts';
import type { Answer, LoadAnswers } from './load.ts';
import { podSizesAnswer } from './pod-sizes.ts';
import type { InstantVector } from './ports.ts';
import { type Occasion, type Sample, sampleFrom } from './sample.ts';
import { GIB, healthyLoad, occasion, timedOut } from './testing/answers.ts';

const read = (load: Partial<LoadAnswers>, application: readonly Answer[] = [], at: Partial<Occasion> = {}) =>
  sampleFrom({ load: { ...healthyLoad, ...load }, application }, { ...occasion, ...at });

function sampled(...given: Parameters<typeof read>): Sample {
  const reading = read(...given);
  if (reading.kind !== 'sampled') throw new Error(`a miss: ${reading.message}`);
  return catalogue.MetricsSampled.data.parse(reading.sample);
}

const nan = (names: readonly string[]): InstantVector => names.map((figure) => ({ labels: { figure }, value: Number.NaN }));

describe('a healthy cluster', () => {
  it('becomes a whole sample', () =>
    expect(sampled({})).toEqual({
      sampledAt: '2026-11-24T08:00:00.000Z',
      intervalSeconds: 120,
      ageSeconds: 14,
      missing: [],
      workers: { ready: 3, notReady: 0, reporting: 3 },
      cpu: { percent: 78.13, usedCores: 4.688, allocatableCores: 5.7 },
      memory: { percent: 50, usedBytes: 6 * GIB, allocatableBytes: 11 * GIB },
      pods: { pending: 0, unschedulable: 0, unschedulableForSeconds: 0, unschedulableSizes: [] },
      requests: {
        cores: 4,
        bytes: 6 * GIB,
        sizes: [
          { cores: 1, bytes: GIB, count: 2 },
          { cores: 0.25, bytes: GIB / 2, count: 8 },
        ],
        daemonsPerWorker: { cores: 0.1, bytes: GIB / 8 },
        allocatablePerWorker: { cores: 1.9, bytes: 3.5 * GIB },
      },
      application: [],
    }));

  it('tells pods that fit nowhere, their sizes and how long the oldest waits', () => {
    const pods = figuresAnswer({ known: 30, requesting: 52, pending: 3, unschedulable: 2, unschedulableForSeconds: 181.6 });
    const unschedulableSizes = podSizesAnswer([{ cores: 0.5, bytes: GIB, count: 2 }]);
    expect(sampled({ pods, unschedulableSizes }).pods).toEqual({
      pending: 3,
      unschedulable: 2,
      unschedulableForSeconds: 182,
      unschedulableSizes: [{ cores: 0.5, bytes: GIB, count: 2 }],
    });
  });
});

describe('age', () => {
  it('is that of the older of the two exporters', () => {
    const workers = figuresAnswer({
      known: 4,
      workers: 3,
      ready: 3,
      reporting: 3,
      clusterAgeSeconds: 90,
      exporterAgeSeconds: 5,
    });
    expect(sampled({ workers }).ageSeconds).toBe(90);
  });
  it('counts from the tick, not from the question', () =>
    expect(sampled({}, [], { askedAtEpochSeconds: occasion.askedAtEpochSeconds + 10 }).ageSeconds).toBe(4));
  it('is zero for what was scraped after the tick', () =>
    expect(sampled({}, [], { askedAtEpochSeconds: occasion.askedAtEpochSeconds + 100 }).ageSeconds).toBe(0));
});

describe('never a zero for an absence', () => {
  it.each<[string, Answer]>([
    ['an empty answer', []],
    ['NaN', nan(['percent', 'cores', 'allocatableCores'])],
    ['infinity', figuresAnswer({ percent: Infinity, cores: 6, allocatableCores: 5.7 })],
    ['no cores', figuresAnswer({ percent: 0, cores: 0, allocatableCores: 5.7 })],
    ['more than all', figuresAnswer({ percent: 100.02, cores: 6, allocatableCores: 5.7 })],
    ['less than nothing', figuresAnswer({ percent: -0.02, cores: 6, allocatableCores: 5.7 })],
    ['one figure twice', [...(healthyLoad.cpu as InstantVector), { labels: { figure: 'percent' }, value: 3 }]],
    ['an error', timedOut],
  ])('CPU that is %s is missing', (_, cpu) => {
    expect(sampled({ cpu })).toMatchObject({ cpu: null, missing: ['cpu'] });
  });

  it.each([
    ['a true zero', 0, 0],
    ['a float that fell below zero', -0.009, 0],
    ['a float that rose above all', 100.009, 100],
  ])('CPU that is %s is kept', (_, percent, kept) => {
    const cpu = figuresAnswer({ percent, cores: 6, allocatableCores: 5.7 });
    expect(sampled({ cpu }).cpu).toMatchObject({ percent: kept });
  });

  it.each<[string, Answer]>([
    ['an empty answer', []],
    ['an error', timedOut],
    ['no total', figuresAnswer({ availableBytes: 1, allocatableBytes: 1 })],
    ['more available than there is', figuresAnswer({ totalBytes: 5, availableBytes: 6, allocatableBytes: 5 })],
  ])('memory that is %s is missing', (_, memory) => {
    expect(sampled({ memory })).toMatchObject({ memory: null, missing: ['memory'] });
  });

  it('no unschedulable pods is a zero only beside pods that are known', () => {
    expect(sampled({ pods: figuresAnswer({ known: 1, requesting: 1 }) }).pods).toMatchObject({ unschedulable: 0 });
    expect(sampled({ pods: [] })).toMatchObject({ pods: null, requests: null, missing: ['pods', 'requests'] });
  });

  it.each<[string, Partial<LoadAnswers>]>([
    ['without sizes', { unschedulableSizes: [] }],
    ['with sizes that failed', { unschedulableSizes: timedOut }],
    ['with a size that is no number', { unschedulableSizes: [{ labels: { cores: 'NaN', bytes: '1' }, value: 1 }] }],
  ])('unschedulable pods %s are missing', (_, load) => {
    const pods = figuresAnswer({ known: 9, requesting: 9, pending: 1, unschedulable: 1, unschedulableForSeconds: 60 });
    expect(sampled({ pods, ...load })).toMatchObject({ pods: null, missing: ['pods'] });
  });

  it('unschedulable pods of unknown age are missing', () => {
    const pods = figuresAnswer({ known: 9, requesting: 9, pending: 1, unschedulable: 1 });
    expect(sampled({ pods, unschedulableSizes: podSizesAnswer([{ cores: 1, bytes: 1, count: 1 }]) }).pods).toBeNull();
  });

  it('no pods on the workers is a request of zero', () =>
    expect(sampled({ podSizes: [] }).requests).toMatchObject({ cores: 0, bytes: 0, sizes: [] }));

  it.each<[string, Partial<LoadAnswers>]>([
    ['where nothing tells of requests', { pods: figuresAnswer({ known: 30 }) }],
    ['whose sizes failed', { podSizes: timedOut }],
    ['of workers whose room is unknown', { room: figuresAnswer({ daemonCores: 0.1 }) }],
  ])('requests %s are missing', (_, load) => {
    expect(sampled(load)).toMatchObject({ requests: null, missing: ['requests'] });
  });
});

describe('application signals', () => {
  const signals = { applicationSignals: [{ name: 'queue_depth' }, { name: 'p95_latency' }] };
  const one = (value: number): InstantVector => [{ labels: {}, value }];

  it('are told by name', () => {
    const sample = sampled({}, [one(120.123456), [{ labels: { job: 'demo' }, value: 0.25 }]], signals);
    expect(sample).toMatchObject({ missing: [], application: [{ name: 'queue_depth', value: 120.1235 }, { value: 0.25 }] });
  });

  it.each<[string, Answer | undefined]>([
    ['empty', []],
    ['NaN', one(Number.NaN)],
    ['infinite', one(-Infinity)],
    ['several numbers', [...one(1), ...one(2)]],
    ['an error', timedOut],
    ['never asked', undefined],
  ])('are null when the answer is %s', (_, answer) => {
    const answers = answer === undefined ? [one(1)] : [one(1), answer];
    const sample = sampled({}, answers, signals);
    expect(sample).toMatchObject({ missing: ['application'], application: [{ value: 1 }, { value: null }] });
  });
});

describe('a miss', () => {
  it('is a cluster of which nothing is known', () => {
    expect(read({ workers: [] })).toMatchObject({
      kind: 'missed',
      reason: 'empty',
      message: expect.stringContaining('kube-state'),
    });
    expect(read({ workers: timedOut })).toMatchObject({ kind: 'missed', reason: 'timeout', message: 'no answer within 10 s' });
  });
  it('is Ready workers of which neither CPU nor memory can be read', () => {
    expect(read({ cpu: [], memory: [] })).toMatchObject({
      kind: 'missed',
      reason: 'empty',
      message: expect.stringContaining('3 workers'),
    });
    expect(read({ cpu: [], memory: timedOut })).toMatchObject({ kind: 'missed', reason: 'timeout' });
  });
  it('is not a cluster without a Ready worker: it has no CPU to read', () => {
    const workers = figuresAnswer({ known: 3, workers: 2, clusterAgeSeconds: 9 });
    expect(sampled({ workers, cpu: [], memory: [], room: [] })).toMatchObject({
      workers: { ready: 0, notReady: 2, reporting: 0 },
      missing: ['cpu', 'memory', 'requests'],
    });
  });
  it('is not a cluster that has only its server', () => {
    const workers = figuresAnswer({ known: 1, clusterAgeSeconds: 9 });
    expect(sampled({ workers, cpu: [], memory: [] }).workers).toEqual({ ready: 0, notReady: 0, reporting: 0 });
  });
});
