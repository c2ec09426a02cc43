import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { demandAt, demandFromTrace, parseTrace } from '@smartscale/backtest/traces';
import { type ForecastsState, forecastsFold, makeForecast } from '@smartscale/decision-engine/core';
import { defaultPolicy, type EventData, type RecordedEvent, toTimestamp } from '@smartscale/events';
import { type DemandProfile, demandFold, STEP_SECONDS } from '@smartscale/projections/demand';
import { type Figure, type Measure, round } from '../measure.ts';

const STEP_MINUTES = STEP_SECONDS / 60;
const STEP_MS = STEP_SECONDS * 1_000;
const MAX_WORKERS = 10;
const TRACES = process.env['SMARTSCALE_TRACES'];
/** Of demand without a season the choice may lose this much against what is now. */
const MOST_ABOVE_NAIVE = 1.02;
const CHOSEN = 'chosen';

/** Pinball loss of each forecaster and of the automatic choice over every trace of a folder. */
export const forecasts: Measure = {
  name: 'forecasts',
  missing: () =>
    TRACES !== undefined && existsSync(TRACES)
      ? undefined
      : 'set SMARTSCALE_TRACES to a folder of traces (CSV of timestamp_iso,value, gzipped or not), each of two weeks or more',
  async run({ quick }) {
    const files = readdirSync(TRACES ?? '').filter((name) => /\.csv(?:\.gz)?$/.test(name));
    return (quick ? files.slice(0, 1) : files).flatMap((name) => figuresOf(name, lossesOf(demandOf(name))));
  },
};

type Demand = { readonly startAt: number; readonly steps: Float64Array };

/** Means of quarters of an hour, in workers. */
function demandOf(name: string): Demand {
  const bytes = readFileSync(join(TRACES ?? '', name));
  const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const trace = parseTrace(text, { name });
  const demand = demandFromTrace(trace, { maxWorkers: MAX_WORKERS });
  const steps = Float64Array.from({ length: Math.floor(demand.workers.length / STEP_MINUTES) }, (_, step) => {
    let sum = 0;
    for (let minute = 0; minute < STEP_MINUTES; minute += 1) sum += demandAt(demand, step * STEP_MINUTES + minute);
    return sum / STEP_MINUTES;
  });
  return { startAt: Math.floor(demand.startAt / STEP_MS) * STEP_MS, steps };
}

type Losses = ReadonlyMap<string, { readonly sum: number; readonly count: number }>;

/** Lives through a demand quarter by quarter, with the service's own forecasts and scores. */
function lossesOf({ startAt, steps }: Demand): Losses {
  const policy = defaultPolicy().forecast;
  const losses = new Map<string, { sum: number; count: number }>();
  const choices = new Map<string, string>();
  let profile: DemandProfile = demandFold.initialState();
  let state: ForecastsState = forecastsFold.initialState();
  for (const [step, workers] of steps.entries()) {
    const sampledAt = toTimestamp(startAt + step * STEP_MS);
    profile = demandFold.evolve(profile, sampleOf(workers, sampledAt));
    const at = toTimestamp(startAt + (step + 1) * STEP_MS);
    for (const event of makeForecast({ type: 'MakeForecast', at, checkpoint: step + 1, profile, policy }, state)) {
      state = forecastsFold.evolve(state, event as RecordedEvent<typeof event.type>);
      if (event.type === 'ForecastMade') choices.set(at, event.data.choice.forecaster);
      else count(event.data, choices, losses);
    }
  }
  return losses;
}

function count(
  { at, leadSeconds, scores }: EventData<'ForecastScored'>,
  choices: ReadonlyMap<string, string>,
  losses: Map<string, { sum: number; count: number }>,
): void {
  const chosen = leadSeconds.map((lead) => choices.get(toTimestamp(Date.parse(at) + STEP_MS - lead * 1_000)));
  const add = (name: string, loss: number) => {
    const before = losses.get(name) ?? { sum: 0, count: 0 };
    losses.set(name, { sum: before.sum + loss, count: before.count + 1 });
  };
  for (const { forecaster, pinballLoss } of scores) {
    for (const [index, loss] of pinballLoss.entries()) {
      if (loss === null) continue;
      add(forecaster, loss);
      if (chosen[index] === forecaster) add(CHOSEN, loss);
    }
  }
}

/** A sample whose cores are the demand, on workers of one core and as good as endless memory. */
function sampleOf(cores: number, sampledAt: string): RecordedEvent<'MetricsSampled'> {
  const size = { cores: 1, bytes: 1e15 };
  const data: EventData<'MetricsSampled'> = {
    ...{ sampledAt, intervalSeconds: STEP_SECONDS, ageSeconds: 0, missing: [], application: [], pods: null },
    workers: { ready: 1, notReady: 0, reporting: 1 },
    cpu: { percent: 100 * cores, usedCores: cores, allocatableCores: 1 },
    memory: { percent: 50, usedBytes: 5e14, allocatableBytes: 1e15 },
    requests: { cores: 0, bytes: 0, sizes: [], daemonsPerWorker: { cores: 0, bytes: 0 }, allocatablePerWorker: size },
  };
  return { type: 'MetricsSampled', recordedAt: sampledAt, data } as RecordedEvent<'MetricsSampled'>;
}

function figuresOf(name: string, losses: Losses): readonly Figure[] {
  const meanOf = (forecaster: string) => {
    const { sum, count: scores } = losses.get(forecaster) ?? { sum: Number.NaN, count: 0 };
    return sum / scores;
  };
  const against = [...losses.keys()]
    .filter((forecaster) => forecaster !== CHOSEN)
    .map((forecaster) => `${forecaster} ${round(meanOf(forecaster), 4)}`);
  const chosen = meanOf(CHOSEN);
  const most = Math.min(meanOf('seasonal-naive'), meanOf('brief'), MOST_ABOVE_NAIVE * meanOf('naive'));
  return [
    {
      ...{ name: `pinball loss of the choice, ${name}`, value: round(chosen, 4), unit: 'workers', against: against.join(', ') },
      ...{ goal: `below ${round(most, 4)}`, holds: chosen < most, timing: false },
    },
  ];
}
