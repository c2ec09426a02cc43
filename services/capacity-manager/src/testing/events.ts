import {
  type DomainEvent,
  deriveEventId,
  type EventType,
  type RecordedEvent,
  type StreamName,
  toTimestamp,
} from '@smartscale/events';
import type { BusEvent } from '@smartscale/lambda';

/** The id that `recorded` gives. */
export function idAt(stream: string, position: number): string {
  return deriveEventId(0, stream, position);
}

/** An event as a test's store would have recorded it. */
export function recorded<Type extends EventType>(
  event: DomainEvent<Type>,
  options: { readonly stream: StreamName; readonly position: number; readonly at: number },
): RecordedEvent<Type> {
  const { stream, position, at } = options;
  const id = idAt(stream, position);
  const time = toTimestamp(at);
  return {
    ...{ id, schemaVersion: 1, clusterId: 'test', stream, position, occurredAt: time, recordedAt: time },
    ...{ correlationId: id, causationId: id },
    ...event,
  };
}

export function scaleDecided(
  change: { readonly action: 'up' | 'down' | 'hold'; readonly from: number; readonly to: number },
  options: { readonly position: number; readonly at: number; readonly intervalSeconds?: number },
): RecordedEvent<'ScaleDecided'> {
  const { position, at, intervalSeconds = 120 } = options;
  const now = toTimestamp(at);
  const basis = {
    now,
    intervalSeconds,
    sampleId: 'sample',
    samplePosition: 1,
    fleetPosition: 0,
    policyVersion: 0,
    forecast: null,
    demand: null,
  };
  const memory = { samplePosition: 1, streaks: {}, changes: [], account: null };
  const data = { ...change, decidedBy: 'cpu', reason: 'CPU 78 % above 70 %', basis, signals: [], guards: [], memory };
  return recorded({ type: 'ScaleDecided', data }, { stream: 'scaling-test', position, at });
}

export function spotWarning(
  about: { readonly instanceId: string; readonly kind?: 'interruption' | 'rebalance'; readonly deadline?: number | null },
  { position = 1, at }: { readonly position?: number; readonly at: number },
): RecordedEvent<'SpotWarning'> {
  const { instanceId, kind = 'interruption', deadline = at + 120_000 } = about;
  const times = { noticedAt: toTimestamp(at), deadline: deadline === null ? null : toTimestamp(deadline) };
  const place = { zone: 'a', instanceType: 't3.medium', nodeName: `worker-${instanceId}` };
  const data = { kind, instanceId, ...place, ...times, action: 'terminate' as const, source: 'aws.ec2' as const };
  return recorded({ type: 'SpotWarning', data }, { stream: 'spot-test', position, at });
}

export function metricsMissed({
  position,
  at,
}: {
  readonly position: number;
  readonly at: number;
}): RecordedEvent<'MetricsMissed'> {
  const cause = { reason: 'timeout' as const, message: 'no answer', attempts: 3, consecutive: 1 };
  const data = { sampledAt: toTimestamp(at), intervalSeconds: 120, ...cause };
  return recorded({ type: 'MetricsMissed', data }, { stream: 'metrics-test', position, at });
}

export function interruptionDrained(
  about: { readonly instanceId: string; readonly outcome: 'drained' | 'deadline' | 'node-gone'; readonly leftPods?: string[] },
  { position = 2, at }: { readonly position?: number; readonly at: number },
): RecordedEvent<'InterruptionDrained'> {
  const { leftPods = [], ...named } = about;
  const counts = { evictedPods: 3, forcedPods: 0, seconds: 12, message: '' };
  const data = { warningId: idAt('spot-test', 1), ...named, leftPods, ...counts };
  return recorded({ type: 'InterruptionDrained', data }, { stream: 'spot-test', position, at });
}

export function instanceStopped(
  about: { readonly instanceId: string; readonly source?: 'aws.ec2' | 'smartscale.drill' },
  { position = 3, at }: { readonly position?: number; readonly at: number },
): RecordedEvent<'InstanceStopped'> {
  const { instanceId, source = 'aws.ec2' } = about;
  const place = { nodeName: `worker-${instanceId}`, zone: 'a', state: 'shutting-down' as const };
  const data = { instanceId, ...place, noticedAt: toTimestamp(at), source };
  return recorded({ type: 'InstanceStopped', data }, { stream: 'spot-test', position, at });
}

export function maintenanceScheduled(
  about: { readonly instanceId: string; readonly startsAt: number },
  { position = 4, at }: { readonly position?: number; readonly at: number },
): RecordedEvent<'MaintenanceScheduled'> {
  const { instanceId, startsAt } = about;
  const work = { maintenanceId: 'arn:1', code: 'AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED', source: 'aws.health' as const };
  const times = { noticedAt: toTimestamp(at), startsAt: toTimestamp(startsAt) };
  const data = { instanceId, nodeName: `worker-${instanceId}`, zone: 'a', ...work, ...times };
  return recorded({ type: 'MaintenanceScheduled', data }, { stream: 'spot-test', position, at });
}

/** As the bus hands it to a function. */
export function delivery(event: RecordedEvent): BusEvent {
  const { type, id, occurredAt } = event;
  return {
    ...{ version: '0', id, source: 'smartscale.test', 'detail-type': type, account: '0', time: occurredAt, region: 'r' },
    ...{ resources: [], detail: event },
  };
}
