import type { EventTypeOf, Fold, RecordedEvent } from '@smartscale/events';
import { type Demand, demandOf, workerSizeOf } from './demand-of-sample.ts';

/** Demand is kept as its mean over steps of this length. */
export const STEP_SECONDS = 900;
const STEP_MS = STEP_SECONDS * 1_000;
/** As long as samples themselves are kept. */
export const KEPT_DAYS = 30;
const KEPT_STEPS = (KEPT_DAYS * 86_400) / STEP_SECONDS;
const MEBIBYTE = 1_048_576;
const DIGITS = 4;
/** A sample dated further ahead of its recording than this was taken by a clock that was wrong. */
const MOST_AHEAD_MS = 3_600_000;

type Step = readonly (number | null)[];

/** The step that samples still come for: sums, and how many are in them. */
type OpenStep = {
  /** Steps of STEP_SECONDS since 1970. */
  readonly step: number;
  readonly samples: number;
  readonly cores: number;
  readonly bytes: number;
  readonly requests: number;
  readonly requestSamples: number;
};

/**
 * Demand of the last 30 days in steps of a quarter of an hour of UTC, oldest first; null where nothing was measured. JSON of about
 * 60 KB whatever the age of the cluster. The time of day and the day of the week are found by those who read it, on the clock of
 * their time zone.
 */
export type DemandProfile = {
  /** The step of the first value. */
  readonly firstStep: number;
  readonly cores: Step;
  readonly mebibytes: Step;
  readonly requestsPerSecond: Step;
  /** How many samples are in each mean. */
  readonly samples: readonly number[];
  readonly open: OpenStep | null;
  /** Of the newest sample that tells it. */
  readonly workerSize: { readonly cores: number; readonly bytes: number } | null;
};

export const noDemand: DemandProfile = {
  ...{ firstStep: 0, cores: [], mebibytes: [], requestsPerSecond: [], samples: [], open: null, workerSize: null },
};

/** One sample after the other. A late one, of a step that is over, is left out: what was foreseen from that step stays true. */
export const demandFold: Fold<DemandProfile, EventTypeOf<'metrics'>> = {
  name: 'demand',
  version: 1,
  snapshotEvery: 120,
  initialState: () => noDemand,
  evolve(profile, event) {
    switch (event.type) {
      case 'MetricsMissed':
        return profile;
      case 'MetricsSampled':
        return enter(profile, event);
    }
  },
};

function enter(profile: DemandProfile, { data, recordedAt }: RecordedEvent<'MetricsSampled'>): DemandProfile {
  const at = Date.parse(data.sampledAt);
  const demand = demandOf(data);
  if (demand === null || at > Date.parse(recordedAt) + MOST_AHEAD_MS) return profile;
  const step = Math.floor(at / STEP_MS);
  const workerSize = workerSizeOf(data) ?? profile.workerSize;
  const { open } = profile;
  if (open === null) return { ...profile, firstStep: step, open: withSample(emptyStep(step), demand), workerSize };
  if (step < open.step) return profile;
  if (step === open.step) return { ...profile, open: withSample(open, demand), workerSize };
  return { ...closedUntil(profile, step), open: withSample(emptyStep(step), demand), workerSize };
}

/** With every step before `step` closed; steps without a sample are gaps. */
export function closedUntil(profile: DemandProfile, step: number): DemandProfile {
  const { open } = profile;
  if (open === null || open.step >= step) return profile;
  // A gap as long as all that is kept leaves nothing of what was before it.
  const gap = Math.min(step - open.step - 1, KEPT_STEPS);
  const mean = (sum: number, count: number) => (count === 0 ? null : rounded(sum / count));
  const values = {
    cores: extended(profile.cores, mean(open.cores, open.samples), gap),
    mebibytes: extended(profile.mebibytes, mean(open.bytes / MEBIBYTE, open.samples), gap),
    requestsPerSecond: extended(profile.requestsPerSecond, mean(open.requests, open.requestSamples), gap),
    samples: [...profile.samples, open.samples, ...Array<number>(gap).fill(0)].slice(-KEPT_STEPS),
  };
  return { ...profile, ...values, firstStep: step - values.samples.length, open: null };
}

function extended(steps: Step, value: number | null, gap: number): Step {
  return [...steps, value, ...Array<null>(gap).fill(null)].slice(-KEPT_STEPS);
}

function emptyStep(step: number): OpenStep {
  return { step, samples: 0, cores: 0, bytes: 0, requests: 0, requestSamples: 0 };
}

function withSample(open: OpenStep, { cores, bytes, requestsPerSecond }: Demand): OpenStep {
  return {
    step: open.step,
    samples: open.samples + 1,
    cores: open.cores + cores,
    bytes: open.bytes + bytes,
    requests: open.requests + (requestsPerSecond ?? 0),
    requestSamples: open.requestSamples + (requestsPerSecond === null ? 0 : 1),
  };
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
