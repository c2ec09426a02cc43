import type { EventTypeOf, RecordedEvent } from '@smartscale/events';
import { createLedgerFold, type LedgerState, type StatementOptions } from '../index.ts';

export type FleetEvent = RecordedEvent<EventTypeOf<'fleet'>>;

type Place = { readonly type?: string; readonly zone?: string; readonly capacity?: 'spot' | 'on-demand' };

function event(type: string, occurredAt: string, data: object): FleetEvent {
  return { type, occurredAt, data } as FleetEvent;
}

/** A moment of 2026, such as `01-31 23:00`. */
export function at(text: string): string {
  return `2026-${text.replace(' ', 'T')}:00.000Z`;
}

export function launched(
  instanceId: string,
  told: Place & { readonly at: string; readonly usd: number; readonly recordedAt?: string; readonly launchId?: string },
): FleetEvent {
  const { type = 't3.medium', zone = 'a', capacity = 'spot', usd, launchId = `launch-${instanceId}` } = told;
  const data = { instanceId, launchId, instanceType: type, zone, capacityType: capacity, pricePerHourUsd: usd };
  return event('NodeLaunched', told.recordedAt ?? told.at, { ...data, launchedAt: told.at });
}

export function terminated(instanceId: string, time: string): FleetEvent {
  return event('NodeTerminated', time, { instanceId, terminatedAt: time });
}

export function lost(instanceId: string, time: string): FleetEvent {
  return event('NodeLost', time, { instanceId, lostAt: time });
}

export function priced(
  told: Place & {
    readonly usd: number;
    readonly from: string;
    readonly to?: string;
    readonly recordedAt?: string;
    readonly isCorrection?: boolean;
  },
): FleetEvent {
  const { type = 't3.medium', zone = 'a', capacity = 'spot', usd, from, to = null, recordedAt = from } = told;
  const source = told.isCorrection === true ? 'correction' : 'observed';
  const offering = { instanceType: type, zone, capacityType: capacity };
  return event('PriceRecorded', recordedAt, { ...offering, pricePerHourUsd: usd, from, to, source, note: '' });
}

export function planned(
  position: number | null,
  told: { readonly at: string; readonly before: number; readonly launches?: string[]; readonly victims?: string[] },
): FleetEvent {
  const { before, launches = [], victims = [] } = told;
  const data = { operationId: `operation-${position}`, decisionPosition: position, reason: 'because', workersBefore: before };
  return event('ScalePlanned', told.at, { ...data, launches: launches.map((launchId) => ({ launchId })), victims });
}

export function completed(position: number, time: string): FleetEvent {
  return event('ScaleCompleted', time, { operationId: `operation-${position}` });
}

export function fold(...events: readonly FleetEvent[]): LedgerState {
  const { evolve, initialState } = createLedgerFold();
  return events.reduce(evolve, initialState());
}

/** Prices of round numbers: disk and address cost nothing unless given. */
export function options(month: string, now: string, change: Partial<StatementOptions> = {}): StatementOptions {
  return {
    ...{ month, now: Date.parse(now), diskGb: 20, controlPlaneUsdPerMonth: 0, serverInstanceType: 't3.medium' },
    machinePrices: { gp3PerGbMonth: 0, publicIpv4PerHour: 0, hostedZonePerMonth: 0 },
    onDemandPrices: { 't3.medium': 0.05, 'm5.large': 0.1 },
    staticFleet: null,
    ...change,
  };
}
