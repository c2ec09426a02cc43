import type { EventData, EventType, RecordedEvent, StreamName } from '@smartscale/events';
import type { ToldEvent } from '../notice-for.ts';

/** An event of cluster `test`; its id is told apart by `number`. */
export function told<Type extends EventType>(type: Type, data: EventData<Type>, number = 1): RecordedEvent<Type> & ToldEvent {
  const id = `019ab000-0000-8000-8000-${String(number).padStart(12, '0')}`;
  const at = '2026-11-24T12:32:56.000Z';
  const envelope = { id, correlationId: id, causationId: id, occurredAt: at, recordedAt: at };
  const place = { clusterId: 'test', stream: 'fleet-test' as StreamName, position: number, schemaVersion: 1 };
  return { ...envelope, ...place, type, data } as unknown as RecordedEvent<Type> & ToldEvent;
}

type Completed = EventData<'ScaleCompleted'>;

export function node(
  zone: string,
  capacityType: 'spot' | 'on-demand' = 'spot',
  instanceId = 'i-1',
): Completed['added'][number] {
  return { instanceId, zone, capacityType };
}

export const completed = (data: Partial<Completed> = {}, number = 1) =>
  told(
    'ScaleCompleted',
    {
      operationId: 'o',
      cause: 'scale-up',
      reason: 'CPU 78 % above 70 % for 2 samples: 3 -> 5 workers',
      added: [node('ap-south-1b'), node('ap-south-1b')],
      removed: [],
      failed: 0,
      workersAfter: 5,
      seconds: 61.5,
      ...data,
    },
    number,
  );

export const warning = (data: Partial<EventData<'SpotWarning'>> = {}) =>
  told('SpotWarning', {
    kind: 'interruption',
    instanceId: 'i-123abc',
    nodeName: 'worker-1',
    zone: 'ap-south-1a',
    instanceType: 't3.medium',
    noticedAt: '2026-11-24T12:32:56.000Z',
    deadline: '2026-11-24T12:34:56.000Z',
    action: 'terminate',
    source: 'aws.ec2',
    ...data,
  });

export const missed = (consecutive: number, number = 1) =>
  told(
    'MetricsMissed',
    {
      sampledAt: '2026-11-24T12:32:00.000Z',
      intervalSeconds: 120,
      reason: 'unreachable',
      message: 'ECONNREFUSED',
      attempts: 3,
      consecutive,
    },
    number,
  );

export const refused = (code: EventData<'ScaleRefused'>['code'], number = 1) =>
  told('ScaleRefused', { decisionId: 'd', decisionPosition: 7, code, message: 'why' }, number);

export const launchFailed = (data: Partial<EventData<'LaunchFailed'>> = {}) =>
  told('LaunchFailed', {
    launchId: 'l-1',
    zone: 'ap-south-1a',
    capacityType: 'spot',
    code: 'InsufficientInstanceCapacity',
    message: 'We currently do not have sufficient t3.medium capacity.',
    attempts: 4,
    ...data,
  });
