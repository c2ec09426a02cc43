import { type EventData, type Policy, policySchema, type RecordedEvent, toTimestamp } from '@smartscale/events';
import { createLedgerFold } from '../../cost/ledger/index.ts';
import { knowing } from '../offering-tally.ts';
import { type Week, weekNamed } from '../week.ts';
import { emptyWeekTally, tallyOf } from '../week-tally.ts';
import { weeklyReport } from '../weekly-report.ts';

const HOUR = 3_600_000;
export const WEEK = weekNamed('2026-W47', 'UTC') as Week;
const INTERVAL_SECONDS = 120;

type Signal = EventData<'ScaleDecided'>['signals'][number];

let position = 0;

export function happened<Type extends RecordedEvent['type']>(type: Type, hour: number, data: object): RecordedEvent {
  position += 1;
  const occurredAt = toTimestamp(WEEK.from + hour * HOUR);
  const envelope = { id: `e-${position}`, correlationId: 'c', causationId: 'c', occurredAt, recordedAt: occurredAt };
  return {
    ...envelope,
    type,
    data,
    clusterId: 'test',
    stream: 'fleet-test',
    position,
    schemaVersion: 1,
  } as unknown as RecordedEvent;
}

export type Look = {
  readonly workers: number;
  readonly cpu?: number | null;
  readonly memory?: number | null;
  readonly wish?: number;
  readonly action?: 'up' | 'down' | 'hold';
  readonly to?: number;
  readonly decidedBy?: string;
  readonly requestsFit?: boolean;
  readonly policyVersion?: number;
};

/** Decisions each two minutes from one hour of the week to another, all of them alike. */
export function decisions(fromHour: number, toHour: number, look: Look): readonly RecordedEvent[] {
  const { workers, cpu = 55, memory = 55, wish = 0, action = 'hold', decidedBy = 'cpu', requestsFit = true } = look;
  const signal = (name: string, value: number | null, change: Partial<Signal> = {}): Signal => {
    const given = { name, value, threshold: null, unit: '', desiredWorkers: null } as const;
    return { ...given, verdict: 'abstain', because: '', flip: null, ...change };
  };
  const cpuSignal = signal('cpu', cpu, wish > 0 ? { verdict: 'up', desiredWorkers: wish } : {});
  const requests = signal('requests', null, { verdict: requestsFit ? 'down' : 'hold' });
  const data = {
    ...{ action, from: workers, to: look.to ?? workers, decidedBy, reason: '', guards: [] },
    signals: [cpuSignal, signal('memory', memory), requests],
    basis: { intervalSeconds: INTERVAL_SECONDS, policyVersion: look.policyVersion ?? 1 },
  };
  const count = Math.round(((toHour - fromHour) * 3_600) / INTERVAL_SECONDS);
  return Array.from({ length: count }, (_, index) =>
    happened('ScaleDecided', fromHour + (index * INTERVAL_SECONDS) / 3_600, data),
  );
}

/** A machine from one hour of the week to another; it lives on without an end. */
export function machine(
  instanceId: string,
  fromHour: number,
  told: {
    readonly until?: number;
    readonly capacity?: 'spot' | 'on-demand';
    readonly type?: string;
    readonly usd?: number;
  } = {},
): readonly RecordedEvent[] {
  const { until, capacity = 'spot', type = 't3.medium', usd = 0.01 } = told;
  const launched = happened('NodeLaunched', fromHour, {
    ...{ instanceId, launchId: `launch-${instanceId}`, instanceType: type, zone: 'ap-south-1a', capacityType: capacity },
    ...{ pricePerHourUsd: usd, launchedAt: toTimestamp(WEEK.from + fromHour * HOUR) },
  });
  if (until === undefined) return [launched];
  const terminatedAt = toTimestamp(WEEK.from + until * HOUR);
  return [launched, happened('NodeTerminated', until, { instanceId, cause: 'scale-down', terminatedAt, aliveSeconds: 1 })];
}

export function interrupted(hour: number, instanceType: string, change: object = {}): RecordedEvent {
  return happened('SpotWarning', hour, { kind: 'interruption', instanceType, instanceId: 'i', source: 'aws.ec2', ...change });
}

export function scored(count: number, scores: readonly object[]): readonly RecordedEvent[] {
  return Array.from({ length: count }, (_, index) => happened('ForecastScored', index / 4, { scores }));
}

export function chosen(forecaster: string, mode: 'active' | 'watching'): RecordedEvent {
  return happened('ForecastMade', 1, { choice: { forecaster, mode, because: 'why' } });
}

/** The report of a week in which these events happened, disks, addresses and the server for nothing. */
export function reportOf(events: readonly RecordedEvent[], given: { readonly policy?: object } = {}) {
  const policy: Policy = policySchema.parse(given.policy ?? {});
  const { evolve, initialState } = createLedgerFold();
  const ofFleet = events.filter(({ type }) => type.startsWith('Node') || type === 'PriceRecorded');
  const ledger = ofFleet.reduce((state, event) => evolve(state, event as never), initialState());
  const inWeek = events.filter(({ occurredAt }) => Date.parse(occurredAt) >= WEEK.from);
  const before = events.filter(({ type, occurredAt }) => type === 'NodeLaunched' && Date.parse(occurredAt) < WEEK.from);
  const typeOf = Object.fromEntries(
    before.map(({ data }) => [
      (data as EventData<'NodeLaunched'>).instanceId,
      (data as EventData<'NodeLaunched'>).instanceType,
    ]),
  );
  const tally = tallyOf(inWeek, { policy, version: 1 }, { ...emptyWeekTally, offered: knowing(typeOf) });
  const report = weeklyReport(tally, ledger, {
    ...{ cluster: 'test', week: WEEK, now: WEEK.to, policy, diskGb: 20, controlPlaneUsdPerMonth: 0 },
    machinePrices: { gp3PerGbMonth: 0, publicIpv4PerHour: 0, hostedZonePerMonth: 0 },
    onDemandPrices: {
      't3.medium': 0.05,
      't3a.medium': 0.04,
      'm5.large': 0.1,
      'm6i.large': 0.1,
      'm5a.large': 0.09,
      't4g.medium': 0.03,
    },
    serverInstanceType: 'none',
  });
  if (!report) throw new Error('there is no report');
  return report;
}

export function adviceOf(events: readonly RecordedEvent[], given: { readonly policy?: object } = {}) {
  const base = [
    ...machine('i-a', -24, { capacity: 'on-demand', usd: 0.05 }),
    ...machine('i-b', -24, { capacity: 'on-demand', usd: 0.05 }),
  ];
  return reportOf([...base, ...events], given).recommendations;
}
