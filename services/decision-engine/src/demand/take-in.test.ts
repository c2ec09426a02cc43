import { describe, expect, it } from 'vitest';
import { around, samplesOf } from '../testing/demand.ts';
import { at, GIB, INTERVAL_SECONDS, recorded, sampled } from '../testing/world.ts';
import { demandInWorkers, nothingLearnt, takeIn } from './take-in.ts';

describe('demand in workers', () => {
  it('is the larger of cores and bytes, over what the smallest worker has', () => {
    expect(demandInWorkers(sampled(0, { cpu: 50, memory: 10, workers: 4 }))).toBeCloseTo(2);
    expect(demandInWorkers(sampled(0, { cpu: 10, memory: 50, workers: 4 }))).toBeCloseTo(2);
  });

  it('has in it what waits for room, so that a full fleet does not hide it', () => {
    const waiting = { unschedulable: 2, waitingPods: [{ cores: 1, bytes: GIB, count: 2 }] };
    expect(demandInWorkers(sampled(0, { cpu: 100, memory: 10, workers: 4, ...waiting }))).toBeCloseTo(5);
  });

  it('is not known when a part of it was not measured', () => {
    expect(demandInWorkers(sampled(0, { cpu: null, workers: 4 }))).toBeNull();
    expect(demandInWorkers(sampled(0, { memory: null, workers: 4 }))).toBeNull();
  });

  it('is at most five times the workers there are: one absurd figure is not learnt', () => {
    const waitingPods = [{ cores: 2, bytes: 0, count: 10_000 }];
    expect(demandInWorkers(sampled(0, { workers: 4, unschedulable: 10_000, waitingPods }))).toBe(20);
  });
});

describe('the demand model', () => {
  it('learns nothing of a tick without a measurement', () => {
    const model = nothingLearnt();
    for (const sample of samplesOf(around(3, 10))) takeIn(model, sample);
    const before = JSON.stringify(model);
    takeIn(model, recorded('MetricsSampled', sampled(INTERVAL_SECONDS, { cpu: null, workers: 4 }), 11));
    const missed = {
      sampledAt: at(240),
      intervalSeconds: 120,
      reason: 'timeout',
      message: '',
      attempts: 3,
      consecutive: 1,
    } as const;
    takeIn(model, recorded('MetricsMissed', missed, 12));
    expect(JSON.stringify(model)).toBe(before);
  });

  it('is rounded at every thirtieth position, whatever is there', () => {
    const model = nothingLearnt();
    const samples = samplesOf(around(3, 30));
    for (const sample of samples.slice(0, 29)) takeIn(model, sample);
    expect(model.lately.day.above.some((value) => value !== Math.round(value * 1_000) / 1_000)).toBe(true);
    for (const sample of samples.slice(29)) takeIn(model, sample);
    expect(model.lately.day.above.every((value) => value === Math.round(value * 1_000) / 1_000)).toBe(true);
  });
});
