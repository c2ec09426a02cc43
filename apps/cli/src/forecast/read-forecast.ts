import {
  type ForecasterSums,
  forecastsFold,
  leadSecondsOf,
  recentSums,
  workersAtThreshold,
} from '@smartscale/decision-engine/core';
import {
  type EventData,
  type EventStore,
  loadState,
  type Policy,
  type RecordedEvent,
  streamName,
  toTimestamp,
} from '@smartscale/events';
import { STEP_SECONDS, workerSizeOf } from '@smartscale/projections/demand';
import { fleetFold, usualJoinSeconds } from '@smartscale/projections/fleet';
import { clusterTime } from '../cluster-time.ts';
import { UsageError } from '../exit.ts';
import { pagesInRange } from '../read-all.ts';

type Made = RecordedEvent<'ForecastMade'>;
type Decided = RecordedEvent<'ScaleDecided'>;
type WorkerSize = { readonly cores: number; readonly bytes: number };

/** A forecast says something for an hour; an older one is no answer. */
const LOOKED_BACK_MS = 2 * 3_600_000;
/** Newest ones among which an adoption certainly is. */
const POLICY_EVENTS = 100;
const WEEK_PAGE_EVENTS = 1_000;
/** Eight days of the scaling stream, a shadow policy's decisions among them. */
const MOST_WEEK_PAGES = 16;
const WEEK_MS = 8 * 86_400_000;

export type StepView = {
  readonly at: string;
  /** One for each probability. */
  readonly cores: readonly number[] | null;
  readonly bytes: readonly number[] | null;
  /** Workers that the policy's quantile of it asks for; null when the size of a worker is not known. */
  readonly workers: number | null;
};

export type ForecasterView = {
  readonly forecaster: string;
  /** Why it says nothing; null when it does. */
  readonly abstained: string | null;
  /** Its last week; null without scores. */
  readonly week: {
    readonly scores: number;
    readonly pinballLoss: number;
    readonly coveredPercent: number;
    /** By the quantile of the policy, on average. */
    readonly workersTooMany: number;
    readonly workersTooFew: number;
  } | null;
};

export type ForecastView = {
  readonly forecastId: string;
  readonly madeAt: string;
  readonly choice: EventData<'ForecastMade'>['choice'];
  readonly quantile: number;
  readonly probabilities: readonly number[];
  readonly stepSeconds: number;
  readonly steps: readonly StepView[];
  readonly leadSeconds: number;
  /** Workers there or on their way at the decision nearest to the forecast. */
  readonly workers: number | null;
  /** The first step that asks for more than there are, and when workers for it are launched; null for none. */
  readonly preScale: { readonly decideAt: string; readonly for: string; readonly workers: number } | null;
  readonly forecasters: readonly ForecasterView[];
};

/** The forecast in force at a moment, or the newest one. UsageError when there is none. */
export async function readForecast(store: EventStore, clusterId: string, at: string | null): Promise<ForecastView> {
  const { made, decided } = await findForecast(store, clusterId, at);
  const [size, policy, sums, fleet] = await Promise.all([
    sizeAt(store, clusterId, decided),
    policyAt(store, clusterId, decided),
    at === null ? newestSums(store, clusterId, made) : sumsAt(store, clusterId, made),
    loadState(store, streamName('fleet', clusterId), fleetFold),
  ]);
  return viewOf(made, { decided, size, policy, sums, joinSeconds: usualJoinSeconds(fleet.state) });
}

type Found = { readonly made: Made; readonly decided: Decided | undefined };

async function findForecast(store: EventStore, clusterId: string, at: string | null): Promise<Found> {
  const until = at === null ? await clusterTime(store, clusterId) : Date.parse(at);
  const range = { from: toTimestamp(until - LOOKED_BACK_MS), to: toTimestamp(until + 1) };
  let made: Made | undefined;
  let decided: Decided | undefined;
  for await (const page of pagesInRange(store, clusterId, range)) {
    made = page.findLast((event): event is Made => event.type === 'ForecastMade') ?? made;
    decided = page.findLast((event): event is Decided => event.type === 'ScaleDecided') ?? decided;
  }
  if (made) return { made, decided };
  throw new UsageError(
    `cluster ${clusterId} has no forecast from the two hours before ${toTimestamp(until)}: one is made each quarter of an hour ` +
      'once a policy is adopted; smartscale doctor says what is wrong',
  );
}

async function newestSums(store: EventStore, clusterId: string, made: Made): Promise<readonly ForecasterSums[]> {
  const { state } = await loadState(store, streamName('scaling', clusterId), forecastsFold);
  return recentSums(state.days, made.data.madeAt);
}

async function sumsAt(store: EventStore, clusterId: string, made: Made): Promise<readonly ForecasterSums[]> {
  const since = toTimestamp(Date.parse(made.data.madeAt) - WEEK_MS);
  const scored: RecordedEvent<'ForecastScored'>[] = [];
  let from = made.position;
  for (let page = 0; page < MOST_WEEK_PAGES && from >= 1; page += 1) {
    const events = await store.read(streamName('scaling', clusterId), {
      ...{ direction: 'backward', from, limit: WEEK_PAGE_EVENTS },
    });
    for (const event of events) if (event.type === 'ForecastScored') scored.push(event);
    const oldest = events.at(-1);
    if (oldest === undefined || oldest.occurredAt < since) break;
    from = oldest.position - 1;
  }
  const { days } = scored.toReversed().reduce(forecastsFold.evolve, forecastsFold.initialState());
  return recentSums(days, made.data.madeAt);
}

async function sizeAt(store: EventStore, clusterId: string, decided: Decided | undefined): Promise<WorkerSize | null> {
  const from = decided?.data.basis.samplePosition;
  if (from === undefined) return null;
  const [sample] = await store.read(streamName('metrics', clusterId), { from, limit: 1 });
  return sample?.type === 'MetricsSampled' ? workerSizeOf(sample.data) : null;
}

async function policyAt(store: EventStore, clusterId: string, decided: Decided | undefined): Promise<Policy> {
  const stream = streamName('policy', clusterId);
  const from = decided?.data.basis.policyVersion;
  const events = await store.read(stream, from ? { from, limit: 1 } : { direction: 'backward', limit: POLICY_EVENTS });
  const adopted = events.find((event): event is RecordedEvent<'PolicyAdopted'> => event.type === 'PolicyAdopted');
  if (!adopted) throw new UsageError(`cluster ${clusterId} has no policy: run smartscale policy apply`);
  return adopted.data.policy;
}

type Given = {
  readonly decided: Decided | undefined;
  readonly size: WorkerSize | null;
  readonly policy: Policy;
  readonly sums: readonly ForecasterSums[];
  readonly joinSeconds: number | null;
};

function viewOf({ id, data }: Made, { decided, size, policy, sums, joinSeconds }: Given): ForecastView {
  const { choice, probabilities, forecasts, stepSeconds, madeAt } = data;
  const { quantile } = policy.forecast;
  const chosen = forecasts.find(({ forecaster }) => forecaster === choice.forecaster);
  const rank = probabilities.findIndex((probability) => probability >= quantile);
  const steps = data.steps.map((at, index): StepView => {
    const [cores = null, bytes = null] = [chosen?.cores?.[index], chosen?.bytes?.[index]];
    const amounts = { cores: cores?.at(rank) ?? 0, bytes: bytes?.at(rank) ?? 0 };
    const isSaid = size !== null && (cores !== null || bytes !== null);
    return { at, cores, bytes, workers: isSaid ? Math.ceil(workersAtThreshold(amounts, size, policy) - 1e-9) : null };
  });
  const intervalSeconds = decided?.data.basis.intervalSeconds ?? 0;
  const leadSeconds = leadSecondsOf(policy.forecast, { forecaster: choice.forecaster, intervalSeconds, joinSeconds });
  const workers = decided?.data.to ?? null;
  const more = steps.find((step) => workers !== null && step.workers !== null && step.workers > workers);
  const acts = choice.mode === 'active' && policy.forecast.mode === 'active';
  return {
    ...{ forecastId: id, madeAt, choice, quantile, probabilities, stepSeconds, steps, leadSeconds, workers },
    preScale:
      acts && more?.workers
        ? {
            decideAt: decideAt(more.at, { leadSeconds, madeAt }),
            for: more.at,
            workers: Math.min(more.workers, policy.workers.max),
          }
        : null,
    forecasters: forecasts.map(({ forecaster, abstained }) => ({ forecaster, abstained, week: weekOf(forecaster, sums) })),
  };
}

function decideAt(step: string, { leadSeconds, madeAt }: { leadSeconds: number; madeAt: string }): string {
  return toTimestamp(Math.max(Date.parse(madeAt), Date.parse(step) - leadSeconds * 1_000));
}

function weekOf(name: string, sums: readonly ForecasterSums[]): ForecasterView['week'] {
  const own = sums.find(({ forecaster }) => forecaster === name);
  if (own === undefined || own.scores === 0) return null;
  const { scores, pinballLoss, covered, overProvisionedWorkerHours, underProvisionedWorkerHours } = own;
  const hours = (scores * STEP_SECONDS) / 3_600;
  return {
    scores,
    pinballLoss: Number((pinballLoss / scores).toFixed(4)),
    coveredPercent: Number(((100 * covered) / scores).toFixed(1)),
    workersTooMany: Number((overProvisionedWorkerHours / hours).toFixed(3)),
    workersTooFew: Number((underProvisionedWorkerHours / hours).toFixed(3)),
  };
}
