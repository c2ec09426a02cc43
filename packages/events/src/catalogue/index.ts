import type * as z from 'zod';
import type { EventDefinition } from '../define-event.ts';
import * as fleet from './fleet.ts';
import * as forecasts from './forecasts.ts';
import * as metrics from './metrics.ts';
import * as notices from './notices.ts';
import * as policy from './policy.ts';
import * as scaling from './scaling.ts';
import * as spot from './spot.ts';

/** Every event that exists, by its type. */
export const catalogue = {
  MetricsSampled: metrics.metricsSampled,
  MetricsMissed: metrics.metricsMissed,
  PolicyAdopted: policy.policyAdopted,
  ShadowPolicySet: policy.shadowPolicySet,
  ScaleDecided: scaling.scaleDecided,
  ShadowDecided: scaling.shadowDecided,
  DemandLearned: scaling.demandLearned,
  ForecastMade: forecasts.forecastMade,
  ForecastScored: forecasts.forecastScored,
  ScalePlanned: fleet.scalePlanned,
  ScaleCompleted: fleet.scaleCompleted,
  ScaleRefused: fleet.scaleRefused,
  NodeLaunched: fleet.nodeLaunched,
  LaunchFailed: fleet.launchFailed,
  OfferingUnavailable: fleet.offeringUnavailable,
  NodeJoined: fleet.nodeJoined,
  NodeJoinTimedOut: fleet.nodeJoinTimedOut,
  NodeDrainStarted: fleet.nodeDrainStarted,
  NodeDrained: fleet.nodeDrained,
  NodeDrainFailed: fleet.nodeDrainFailed,
  NodeTerminated: fleet.nodeTerminated,
  NodeLost: fleet.nodeLost,
  ZoneShifted: fleet.zoneShifted,
  NodeAtRisk: fleet.nodeAtRisk,
  NodeRiskPassed: fleet.nodeRiskPassed,
  NodeReplacementScheduled: fleet.nodeReplacementScheduled,
  PriceRecorded: fleet.priceRecorded,
  SpotWarning: spot.spotWarning,
  InterruptionDrained: spot.interruptionDrained,
  InstanceStopped: spot.instanceStopped,
  MaintenanceScheduled: spot.maintenanceScheduled,
  NoticePlanned: notices.noticePlanned,
  NoticeSent: notices.noticeSent,
  NoticeFailed: notices.noticeFailed,
} as const;

type Catalogue = typeof catalogue;

export type EventType = keyof Catalogue;

/** The data of an event, as its schema gives it. */
export type EventData<Type extends EventType> = z.output<Catalogue[Type]['data']>;

/** An event before it is stored: what happened, and nothing else. */
export type DomainEvent<Type extends EventType = EventType> = {
  [T in Type]: { readonly type: T; readonly data: EventData<T> };
}[Type];

/** The types that may be written to a stream of a category. */
export type EventTypeOf<Category extends Catalogue[EventType]['category']> = {
  [T in EventType]: Category extends Catalogue[T]['category'] ? T : never;
}[EventType];

/** Looks a type up without trusting it. */
export function definitionOf(type: string): EventDefinition | undefined {
  return Object.hasOwn(catalogue, type) ? catalogue[type as EventType] : undefined;
}
