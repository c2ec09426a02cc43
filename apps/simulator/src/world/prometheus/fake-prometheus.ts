import { figuresAnswer, podSizesAnswer, QUERIES, type QueryName } from '@smartscale/metrics-collector/core';
import { type InstantVector, PrometheusError, type PrometheusPort } from '@smartscale/metrics-collector/handler';
import { type ApplicationState, answerApplication } from './application.ts';
import type { Load } from './load.ts';
import type { OutageKind } from './outages.ts';

/** Seconds since the last scrape, as a rule and in a stale answer. */
const USUAL_AGE_SECONDS = 12;
const STALE_AGE_SECONDS = 900;

export type PrometheusState = {
  readonly load: Load;
  readonly application: ApplicationState;
  readonly outage: OutageKind | null;
};

/**
 * Prometheus as the metrics-collector knows it: it recognises the texts of the collector's own queries and answers them from
 * the world. Any other query is taken for one of the application's; one that nothing is known of has no series.
 */
export function createFakePrometheus(observe: () => PrometheusState): PrometheusPort {
  const names = new Map<string, QueryName>(Object.entries(QUERIES).map(([name, text]) => [text, name as QueryName]));
  let cached: { readonly at: number; readonly state: PrometheusState } | undefined;
  return {
    async query(expression, { at }) {
      if (cached?.at !== at) cached = { at, state: observe() };
      const { state } = cached;
      refuseDuring(state.outage);
      const name = names.get(expression);
      return name === undefined ? askApplication(expression, state) : ANSWERS[name](state);
    },
  };
}

function refuseDuring(outage: OutageKind | null): void {
  if (outage === 'silent') {
    throw new PrometheusError({ reason: 'timeout', passing: true }, 'Prometheus gave no answer within 5 seconds');
  }
  if (outage === 'error') {
    throw new PrometheusError({ reason: 'http-error', passing: true }, 'Prometheus answered 500 Internal Server Error');
  }
}

function askApplication(expression: string, { application, outage }: PrometheusState): InstantVector {
  return outage === 'partial' ? [] : answerApplication(expression, application);
}

/** One answer for each query. A count of nothing is no series, as in Prometheus. */
const ANSWERS: Readonly<Record<QueryName, (state: PrometheusState) => InstantVector>> = {
  workers({ load, outage }) {
    const age = outage === 'stale' ? STALE_AGE_SECONDS : USUAL_AGE_SECONDS;
    const { ready, notReady, reporting } = load;
    return figuresAnswer({
      known: ready + notReady + 1,
      workers: seriesOf(ready + notReady),
      ready: seriesOf(ready),
      reporting: outage === 'partial' ? undefined : seriesOf(reporting),
      clusterAgeSeconds: age,
      exporterAgeSeconds: reporting === 0 ? undefined : age,
    });
  },
  cpu({ load, outage }) {
    if (outage === 'partial' || load.reporting === 0) return [];
    return figuresAnswer({
      percent: (100 * load.usedCores) / load.cores,
      cores: load.cores,
      allocatableCores: load.allocatableCores,
    });
  },
  memory({ load }) {
    if (load.reporting === 0) return [];
    const { bytes, usedBytes, allocatableBytes } = load;
    return figuresAnswer({ totalBytes: bytes, availableBytes: bytes - usedBytes, allocatableBytes });
  },
  pods({ load: { pods } }) {
    return figuresAnswer({
      known: pods.pending + pods.bound,
      requesting: pods.pending + pods.bound,
      pending: seriesOf(pods.pending),
      unschedulable: seriesOf(pods.unschedulable),
      unschedulableForSeconds: pods.unschedulable === 0 ? undefined : pods.unschedulableForSeconds,
    });
  },
  unschedulableSizes: ({ load }) => podSizesAnswer(load.pods.unschedulableSizes),
  podSizes: ({ load }) => podSizesAnswer(load.pods.boundSizes),
  room({ load: { room } }) {
    if (room === null) return [];
    return figuresAnswer(room);
  },
};

function seriesOf(count: number): number | undefined {
  return count === 0 ? undefined : count;
}
