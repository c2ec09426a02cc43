import { catalogue, defaultPolicy, type EventData, type EventType, type RecordedEvent, toTimestamp } from '@smartscale/events';
import { emptyFleet, type FleetState, type Operation, type Worker } from '@smartscale/projections/fleet';
import type { Finding } from '../finding.ts';
import type { Story } from '../story.ts';

export const BEGUN_AT = Date.parse('2026-11-24T12:00:00.000Z');
export const at = (seconds: number): string => toTimestamp(BEGUN_AT + seconds * 1_000);

let positions = 0;

/** An event as it is read so many seconds after the drill began, with only the data that matters. */
export function event<Type extends EventType>(
  type: Type,
  seconds: number,
  data: Partial<EventData<Type>>,
): RecordedEvent<Type> & RecordedEvent {
  positions += 1;
  const stream = `${catalogue[type].category}-test`;
  const times = { recordedAt: at(seconds), occurredAt: at(seconds) };
  return { id: `${type}-${positions}`, type, stream, position: positions, ...times, data } as never;
}

export function worker(instanceId: string, zone: string, more: Partial<Worker> = {}): Worker {
  const facts = { launchId: `launch-${instanceId}`, nodeName: instanceId, instanceType: 't3a.medium', pricePerHourUsd: 0.01 };
  const times = { launchedAt: at(-7_200), joinedAt: at(-7_000) };
  return {
    ...facts,
    ...times,
    instanceId,
    zone,
    capacityType: 'on-demand',
    replaces: null,
    status: 'joined',
    ...more,
  } as Worker;
}

/** Two On-Demand workers and two Spot ones, in three zones. */
export const FLEET: FleetState = {
  ...emptyFleet,
  workers: Object.fromEntries(
    [
      worker('i-1', 'a'),
      worker('i-2', 'b'),
      worker('i-3', 'a', { capacityType: 'spot' }),
      worker('i-4', 'c', { capacityType: 'spot' }),
    ].map((one) => [one.instanceId, one]),
  ),
};

/** A repair of the mix under way: the new worker is launched, the old one stands. */
export function exchange(leaving: string): Operation {
  const facts = { operationId: 'exchange', decisionPosition: null, cause: 'repair', reason: 'mix', workersBefore: 4 } as const;
  const progress = { pending: [], joining: [], added: [], removed: [], failed: 0 };
  const pending = [{ launchId: 'exchange-0', zone: 'b', capacityType: 'spot', replaces: leaving } as const];
  return { ...facts, ...progress, plannedAt: at(-10), pending, leaving: [leaving] };
}

/** What launches a worker in place of another and has it join. */
export function replacement(
  operationId: string,
  gone: string,
  how: {
    readonly plannedAt: number;
    readonly joinedAt: number;
    readonly zone: string;
    readonly capacityType: 'spot' | 'on-demand';
  },
): RecordedEvent[] {
  const { plannedAt, joinedAt, zone, capacityType } = how;
  const [launchId, instanceId] = [`${operationId}-0`, `i-new-${operationId}`];
  const launches = [{ launchId, zone, capacityType, replaces: gone }];
  const operation = { operationId, cause: 'replacement', reason: 'gone' } as const;
  const launched = {
    launchId,
    instanceId,
    nodeName: instanceId,
    zone,
    capacityType,
    replaces: gone,
    cause: 'replacement',
  } as const;
  const more = { instanceType: 't3a.medium', launchedAt: at(plannedAt), joinBy: at(plannedAt + 300), pricePerHourUsd: 0.03 };
  return [
    event('ScalePlanned', plannedAt, { ...operation, decisionPosition: null, workersBefore: 4, launches, victims: [] }),
    event('NodeLaunched', plannedAt + 2, { ...launched, ...more }),
    event('NodeJoined', joinedAt, { instanceId, nodeName: instanceId, afterSeconds: joinedAt - plannedAt }),
    event('ScaleCompleted', joinedAt, { ...operation, added: [], removed: [], failed: 0, workersAfter: 4, seconds: 100 }),
  ];
}

export function lost(seconds: number, instanceId: string): RecordedEvent<'NodeLost'> & RecordedEvent {
  return event('NodeLost', seconds, { instanceId, lostAt: at(seconds), aliveSeconds: 7_200, evidence: 'EC2 does not list it' });
}

export function noticeOf({ id, type }: RecordedEvent, seconds: number): RecordedEvent {
  const sent = { channel: 'file', message: null, alsoTells: [], lateSeconds: 0 };
  return event('NoticeSent', seconds, { causeId: id, causeType: type, text: `about ${type}\nmore`, ...sent });
}

export function story(events: readonly RecordedEvent[], more: Partial<Story> & { readonly seconds: number }): Story {
  const sorted = events.toSorted((one, other) => (one.recordedAt < other.recordedAt ? -1 : 1));
  return {
    ...{ begunAt: BEGUN_AT, before: FLEET, events: sorted, policy: defaultPolicy(), intervalSeconds: 120 },
    ...{ transitSeconds: 0, report: null, now: BEGUN_AT + more.seconds * 1_000, ...more },
  };
}

/** What is not as expected, as "expected: seen". */
export function complaints(findings: readonly Finding[]): readonly string[] {
  return findings.filter(({ verdict }) => verdict !== 'as-expected').map(({ expected, seen }) => `${expected}: ${seen}`);
}
