import {
  defaultPolicy,
  type EventData,
  type EventType,
  type Policy,
  type RecordedEvent,
  type StreamCategory,
  streamName,
} from '@smartscale/events';
import { emptyHistory, type History, takeIn } from '../history/history.ts';
import type { Knowledge } from '../ports.ts';

export const CLUSTER = 'test';
export const START = Date.parse('2026-11-24T20:00:00.000Z');

/** A moment so many minutes after the start. */
export const at = (minutes: number) => START + 60_000 * minutes;
export const stamp = (minutes: number) => new Date(at(minutes)).toISOString();

export type Given = { readonly [Type in EventType]: { readonly type: Type; readonly data: EventData<Type> } }[EventType];

export type AtMinute = readonly [minutes: number, category: StreamCategory, event: Given];

/** Records events in their streams, each at its minute, and tells the history of them. */
export function historyOf(...given: readonly AtMinute[]): History {
  const history = emptyHistory(CLUSTER);
  for (const [minutes, category, event] of given) takeIn(history, category, recorded(history, { minutes, category, event }));
  return history;
}

export function recorded(
  history: History,
  { minutes, category, event }: { readonly minutes: number; readonly category: StreamCategory; readonly event: Given },
): RecordedEvent {
  const position = history.heads[category] + 1;
  const stream = streamName(category, CLUSTER);
  const id = `${category}-${position}`;
  const about = { id, schemaVersion: 1, clusterId: CLUSTER, stream, position, correlationId: id, causationId: id };
  return { ...about, occurredAt: stamp(minutes), recordedAt: stamp(minutes), ...event };
}

export function launched(instanceId: string, facts: Partial<EventData<'NodeLaunched'>> = {}): Given {
  return {
    type: 'NodeLaunched',
    data: {
      ...{ launchId: `launch-${instanceId}`, instanceId, nodeName: `worker-${instanceId}`, cause: 'scale-up' },
      ...{ zone: 'ap-south-1a', capacityType: 'on-demand', instanceType: 't3a.medium', pricePerHourUsd: 0.0246 },
      ...{ launchedAt: stamp(0), joinBy: stamp(5), replaces: null, ...facts },
    },
  };
}

export const joined = (instanceId: string): Given => ({
  type: 'NodeJoined',
  data: { instanceId, nodeName: `worker-${instanceId}`, afterSeconds: 60 },
});

export const adopted = (policy: Policy = defaultPolicy(), author = 'someone'): Given => ({
  type: 'PolicyAdopted',
  data: { policy, author, note: 'as a test has it' },
});

export function sampled(minutes: number, facts: Partial<EventData<'MetricsSampled'>> = {}): Given {
  const allocatable = { cores: 1.9, bytes: 4e9 };
  return {
    type: 'MetricsSampled',
    data: {
      ...{ sampledAt: stamp(minutes), intervalSeconds: 120, ageSeconds: 5, missing: [] },
      workers: { ready: 2, notReady: 0, reporting: 2 },
      cpu: { percent: 50, usedCores: 1.9, allocatableCores: 3.8 },
      memory: { percent: 25, usedBytes: 2e9, allocatableBytes: 8e9 },
      pods: { pending: 0, unschedulable: 0, unschedulableForSeconds: 0, unschedulableSizes: [] },
      requests: {
        ...{ cores: 1, bytes: 1e9, sizes: [], daemonsPerWorker: { cores: 0, bytes: 0 }, allocatablePerWorker: allocatable },
      },
      application: [],
      ...facts,
    },
  };
}

export function decided(minutes: number, facts: Partial<EventData<'ScaleDecided'>> = {}): Given {
  return {
    type: 'ScaleDecided',
    data: {
      ...{ action: 'hold', from: 2, to: 2, decidedBy: 'idle', reason: 'nothing to do', signals: [], guards: [] },
      basis: {
        ...{ now: stamp(minutes), intervalSeconds: 120, sampleId: 'metrics-1', samplePosition: 1, fleetPosition: 0 },
        ...{ policyVersion: 1, forecast: null, demand: null },
      },
      memory: { samplePosition: 1, streaks: {}, changes: [], account: null },
      ...facts,
    },
  };
}

export function warned(instanceId: string, facts: Partial<EventData<'SpotWarning'>> = {}): Given {
  return {
    type: 'SpotWarning',
    data: {
      ...{
        kind: 'interruption',
        instanceId,
        nodeName: `worker-${instanceId}`,
        zone: 'ap-south-1a',
        instanceType: 't3a.medium',
      },
      ...{ noticedAt: stamp(0), deadline: stamp(2), action: 'terminate', source: 'aws.ec2', ...facts },
    },
  };
}

/** Words and rules as plain as can be: what they come to is tested where they live. */
export const rules: Knowledge = {
  describeEvent: ({ type }) => type,
  namesIn: ({ data }) => ('instanceId' in data ? [data.instanceId] : []),
  nearestFlip: () => null,
  workersAtThreshold: ({ cores }, size) => cores / (0.7 * size.cores),
  simulator: 'simulator',
};
