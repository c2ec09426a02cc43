import type { EventTypeOf, RecordedEvent, StreamCategory } from '@smartscale/events';
import { rising } from './columns.ts';
import { addDecision, type DecisionColumns, noDecisions } from './decision-columns.ts';
import { addFleetEvent, type FleetColumns, type FleetRecord, noFleet } from './fleet-columns.ts';
import { addForecast, addScore, type ForecastColumns, noForecasts } from './forecast-columns.ts';
import { addSample, noSamples, type SampleColumns, type SampleEvent } from './sample-columns.ts';

type Log<Type extends EventTypeOf<StreamCategory>> = { readonly at: number[]; readonly events: RecordedEvent<Type>[] };

/** All that the page can show of a cluster, indexed by time as its events are read; it only grows. */
export type History = {
  readonly clusterId: string;
  /** Position of the last event taken in, by stream. */
  readonly heads: Record<StreamCategory, number>;
  readonly samples: SampleColumns;
  readonly decisions: DecisionColumns;
  readonly forecasts: ForecastColumns;
  readonly fleet: FleetColumns;
  readonly spot: Log<EventTypeOf<'spot'>>;
  readonly policy: Log<EventTypeOf<'policy'>>;
  readonly notices: Log<EventTypeOf<'notices'>>;
  /** Epoch milliseconds of the first and the last event; null before the first. */
  span: { readonly first: number; readonly last: number } | null;
};

export function emptyHistory(clusterId: string): History {
  return {
    clusterId,
    heads: { metrics: 0, policy: 0, scaling: 0, fleet: 0, spot: 0, notices: 0 },
    samples: noSamples(),
    decisions: noDecisions(),
    forecasts: noForecasts(),
    fleet: noFleet(),
    ...{ spot: emptyLog(), policy: emptyLog(), notices: emptyLog(), span: null },
  };
}

/** Takes one event in. One that was taken in before changes nothing. */
export function takeIn(history: History, category: StreamCategory, event: RecordedEvent): void {
  if (event.position <= history.heads[category]) return;
  history.heads[category] = event.position;
  const at = Date.parse(event.recordedAt);
  const { first = at, last = at } = history.span ?? {};
  history.span = { first: Math.min(first, at), last: Math.max(last, at) };
  switch (category) {
    case 'metrics':
      addSample(history.samples, event as SampleEvent);
      break;
    case 'scaling':
      takeInScaling(history, event as RecordedEvent<EventTypeOf<'scaling'>>);
      break;
    case 'fleet':
      addFleetEvent(history.fleet, event as FleetRecord);
      break;
    case 'spot':
      log(history.spot, event as RecordedEvent<EventTypeOf<'spot'>>);
      break;
    case 'policy':
      log(history.policy, event as RecordedEvent<EventTypeOf<'policy'>>);
      break;
    case 'notices':
      if (event.type !== 'NoticePlanned') log(history.notices, event as RecordedEvent<EventTypeOf<'notices'>>);
      break;
  }
}

function takeInScaling({ decisions, forecasts }: History, event: RecordedEvent<EventTypeOf<'scaling'>>): void {
  switch (event.type) {
    case 'ScaleDecided':
      addDecision(decisions, event);
      break;
    case 'ForecastMade':
      addForecast(forecasts, event);
      break;
    case 'ForecastScored':
      addScore(forecasts, event);
      break;
    case 'ShadowDecided':
    case 'DemandLearned':
      break;
  }
}

function emptyLog<Type extends EventTypeOf<StreamCategory>>(): Log<Type> {
  return { at: [], events: [] };
}

function log<Type extends EventTypeOf<StreamCategory>>({ at, events }: Log<Type>, event: RecordedEvent<Type>): void {
  at.push(rising(at, Date.parse(event.recordedAt)));
  events.push(event);
}
