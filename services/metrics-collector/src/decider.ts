import type { Decider, RecordedEvent } from '@smartscale/events';
import type { Reading } from './sample.ts';

export { figuresAnswer } from './figures.ts';
export type { Answer, Failure, LoadAnswers } from './load.ts';
export { MAX_POD_SIZES, type PodSize, podSizesAnswer } from './pod-sizes.ts';
export { QUERIES, QUERY_NAMES, type QueryName } from './queries.ts';
export { type Answers, type Occasion, type Reading, type Sample, sampleFrom } from './sample.ts';

type MetricsEvent = 'MetricsSampled' | 'MetricsMissed';

/** All that the next tick needs to know of those before it: the last event alone tells it. */
export type MetricsState = {
  /** The newest tick that is recorded; null when there is none. */
  readonly lastTickAt: string | null;
  readonly consecutiveMisses: number;
};

export type RecordTick = {
  readonly tickAt: string;
  readonly intervalSeconds: number;
  readonly reading: Reading;
  /** How often Prometheus was asked. */
  readonly attempts: number;
};

/** Whether a tick has been recorded, or overtaken by a later one. Either way there is nothing left to do for it. */
export function isPast(state: MetricsState, tickAt: string): boolean {
  return state.lastTickAt !== null && tickAt <= state.lastTickAt;
}

/** Records each tick once: as a sample, or as a miss that counts how many came in a row. */
export const metricsDecider: Decider<MetricsState, RecordTick, MetricsEvent> = {
  decide({ tickAt, intervalSeconds, reading, attempts }, state) {
    if (isPast(state, tickAt)) return [];
    if (reading.kind === 'sampled') return [{ type: 'MetricsSampled', data: reading.sample }];
    const { reason, message } = reading;
    const consecutive = state.consecutiveMisses + 1;
    return [
      {
        type: 'MetricsMissed',
        data: { sampledAt: tickAt, intervalSeconds, reason, message: message.slice(0, MAX_MESSAGE), attempts, consecutive },
      },
    ];
  },
  evolve: (_state, event) => stateAfter(event),
  initialState: () => ({ lastTickAt: null, consecutiveMisses: 0 }),
};

const MAX_MESSAGE = 500;

function stateAfter(event: RecordedEvent<MetricsEvent>): MetricsState {
  switch (event.type) {
    case 'MetricsSampled':
      return { lastTickAt: event.data.sampledAt, consecutiveMisses: 0 };
    case 'MetricsMissed':
      return { lastTickAt: event.data.sampledAt, consecutiveMisses: event.data.consecutive };
  }
}
