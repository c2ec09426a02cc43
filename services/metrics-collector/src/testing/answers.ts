import { figuresAnswer } from '../figures.ts';
import type { LoadAnswers } from '../load.ts';
import { podSizesAnswer } from '../pod-sizes.ts';
import { PrometheusError } from '../ports.ts';
import type { Occasion } from '../sample.ts';

export const GIB = 1024 ** 3;

/** What Prometheus answers of three busy workers of 2 CPUs and 4 GiB, where nothing waits. */
export const healthyLoad: LoadAnswers = {
  workers: figuresAnswer({ known: 4, workers: 3, ready: 3, reporting: 3, clusterAgeSeconds: 9, exporterAgeSeconds: 14.04 }),
  cpu: figuresAnswer({ percent: 78.126, cores: 6, allocatableCores: 5.7 }),
  memory: figuresAnswer({ totalBytes: 12 * GIB, availableBytes: 6 * GIB, allocatableBytes: 11 * GIB }),
  pods: figuresAnswer({ known: 30, requesting: 52 }),
  unschedulableSizes: [],
  podSizes: podSizesAnswer([
    { cores: 0.25, bytes: GIB / 2, count: 8 },
    { cores: 1, bytes: GIB, count: 2 },
  ]),
  room: figuresAnswer({ allocatableCores: 1.9, allocatableBytes: 3.5 * GIB, daemonCores: 0.1, daemonBytes: GIB / 8 }),
};

export const occasion: Occasion = {
  tickAt: '2026-11-24T08:00:00.000Z',
  tickEpochMilliseconds: Date.parse('2026-11-24T08:00:00.000Z'),
  askedAtEpochSeconds: Date.parse('2026-11-24T08:00:00.000Z') / 1_000,
  intervalSeconds: 120,
  applicationSignals: [],
};

export const timedOut = new PrometheusError({ reason: 'timeout', passing: true }, 'no answer within 10 s');
