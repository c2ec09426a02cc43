import { type EventType, eventSource, type RecordedEvent } from '@smartscale/events';
import { type Activity, metricsOf } from '@smartscale/projections/control-plane';
import type { FunctionWiring } from '@smartscale/runtime';

const HOUR_LENGTH = 'yyyy-mm-ddThh'.length;

/**
 * How often EC2 and AWS Health called spot-guard for an event to come about: they speak on the account's own bus, of which nothing is kept.
 * An instance that ends is told of twice. Notices about instances of others are in no history.
 */
const CALLS_OF_GUARD: Readonly<Partial<Record<EventType, number>>> = {
  SpotWarning: 1,
  MaintenanceScheduled: 1,
  NodeTerminated: 2,
  NodeLost: 2,
};
/** Before the first tick nothing is told of: what fired within an interval before it is taken for its own. */
const FIRST_WINDOW_MILLISECONDS = 120_000;
const GUARD = 'spot-guard/guard';

/** What a stretch of history set going: functions by the rules, schedules and streams that their serverless.yml files give them. */
export type ActivityTally = {
  add(event: RecordedEvent): void;
  result(days: number): Activity;
};

/** Events are to be added in the order of their time. */
export function createActivityTally(functions: readonly FunctionWiring[]): ActivityTally {
  const invocations: Record<string, number> = {};
  const hoursOfMetric = new Map<string, Set<string>>();
  const sums = { scheduleCalls: 0, events: 0, eventBytes: 0 };
  let lastAppend = '';
  let lastTick: number | null = null;

  function invoke(name: string, times: number): void {
    if (times > 0) invocations[name] = (invocations[name] ?? 0) + times;
  }

  function send(metric: string, recordedAt: string): void {
    const hours = hoursOfMetric.get(metric) ?? new Set();
    hoursOfMetric.set(metric, hours.add(recordedAt.slice(0, HOUR_LENGTH)));
  }

  return {
    add(event) {
      const append = `${event.stream} ${event.recordedAt}`;
      const occasion = { event, isFirstOfAppend: append !== lastAppend };
      lastAppend = append;
      sums.events += 1;
      sums.eventBytes += Buffer.byteLength(JSON.stringify(event));
      for (const wiring of functions) invoke(`${wiring.service}/${wiring.name}`, callsOf(wiring, occasion));
      if (isOfTick(event)) {
        const at = Date.parse(event.recordedAt);
        const since = lastTick ?? at - FIRST_WINDOW_MILLISECONDS;
        lastTick = at;
        for (const wiring of functions) {
          const firings = firingsOf(wiring, { since, at });
          sums.scheduleCalls += firings;
          invoke(`${wiring.service}/${wiring.name}`, firings);
        }
      }
      invoke(GUARD, CALLS_OF_GUARD[event.type] ?? 0);
      for (const metric of metricsOf(event)) send(metric, event.recordedAt);
    },
    result: (days) => ({
      ...{ days, ...sums, invocations: { ...invocations } },
      metricHours: [...hoursOfMetric.values()].reduce((sum, { size }) => sum + size, 0),
    }),
  };
}

type Occasion = { readonly event: RecordedEvent; readonly isFirstOfAppend: boolean };

/** How often an event calls a function. What was appended together is relayed together. */
function callsOf({ streams, rules }: FunctionWiring, { event, isFirstOfAppend }: Occasion): number {
  const ours = rules.filter(({ bus, matches }) => bus === 'smartscale' && matches(deliveryOf(event)));
  return ours.length + (isFirstOfAppend ? streams.length : 0);
}

/** How often its schedules called a function after one tick and until another, in epoch milliseconds. */
function firingsOf({ schedules }: FunctionWiring, { since, at }: { readonly since: number; readonly at: number }): number {
  let firings = 0;
  for (const { expression } of schedules) {
    for (let next = expression.firstAt(since + 1); next <= at; next = expression.firstAt(next + 1)) firings += 1;
  }
  return firings;
}

function isOfTick({ type }: RecordedEvent): boolean {
  return type === 'MetricsSampled' || type === 'MetricsMissed';
}

function deliveryOf(event: RecordedEvent): object {
  return { source: eventSource(event.stream), 'detail-type': event.type, detail: event };
}
