import type { InstantVector } from '@smartscale/metrics-collector/handler';

/** What the shop tells of itself. Demand and serving in workers. */
export type ApplicationState = { readonly demand: number; readonly serving: number; readonly queueDepth: number };

/** Requests per second that one worker of demand stands for. */
const REQUESTS_PER_WORKER = 50;
const CALM_LATENCY_SECONDS = 0.08;

type Series = { readonly pattern: RegExp; readonly value: (state: ApplicationState) => number };

/** Recognised by a word of the query, first match wins. */
const SERIES: readonly Series[] = [
  { pattern: /queue_depth|queue_length/, value: ({ queueDepth }) => queueDepth },
  { pattern: /error|status=~?"5/, value: ({ demand, serving }) => (demand > serving ? 100 * (1 - serving / demand) : 0) },
  { pattern: /latency|duration/, value: latencySeconds },
  { pattern: /requests?_total|request_rate/, value: ({ demand, serving }) => REQUESTS_PER_WORKER * Math.min(demand, serving) },
];

/** Answers one of the policy's application queries with a single number; a query that no series is known for has none. */
export function answerApplication(expression: string, state: ApplicationState): InstantVector {
  const series = SERIES.find(({ pattern }) => pattern.test(expression));
  return series === undefined ? [] : [{ labels: {}, value: series.value(state) }];
}

/** Waiting time grows with 1 / (1 - load), as in a queue with one server (M/M/1), and stops at 50 times the calm one. */
function latencySeconds({ demand, serving }: ApplicationState): number {
  const load = serving === 0 ? 1 : demand / serving;
  return CALM_LATENCY_SECONDS / Math.max(0.02, 1 - load);
}
