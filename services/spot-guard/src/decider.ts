import { type Decider, type DomainEvent, type EventData, toTimestamp } from '@smartscale/events';
import {
  deadlineOf,
  type MaintenanceNotice,
  type Notice,
  type SpotNotice,
  type StoppedNotice,
  samenessOf,
} from './notices/notice.ts';
import { evolve, initialState, type SpotEventType, type SpotState } from './spot-state.ts';

/** Where a worker is, by EC2 or by the fleet's own record. */
export type WorkerPlace = { readonly nodeName: string; readonly zone: string };

export type SpotCommand =
  /** A notice about a living worker of ours that is not past. */
  | { readonly kind: 'warn'; readonly notice: SpotNotice; readonly worker: WorkerPlace & { readonly instanceType: string } }
  | { readonly kind: 'tell'; readonly notice: StoppedNotice | MaintenanceNotice; readonly worker: WorkerPlace }
  /** The drain that a warning asked for has ended. */
  | { readonly kind: 'end-drain'; readonly drained: EventData<'InterruptionDrained'> };

type Events = readonly DomainEvent<SpotEventType>[];

/** Each notice once per instance and what makes it the same, each end of a drain once per warning. */
export const spotDecider: Decider<SpotState, SpotCommand, SpotEventType> = { decide, evolve, initialState };

function decide(command: SpotCommand, state: SpotState): Events {
  switch (command.kind) {
    case 'warn':
      return isRepeat(command.notice, state) ? [] : [warning(command.notice, command.worker)];
    case 'tell':
      return isRepeat(command.notice, state) ? [] : [told(command.notice, command.worker)];
    case 'end-drain': {
      const warned = state.notices.find(({ eventId }) => eventId === command.drained.warningId);
      return warned && !warned.drained ? [{ type: 'InterruptionDrained', data: command.drained }] : [];
    }
  }
}

function isRepeat(notice: Notice, { notices }: SpotState): boolean {
  const sameness = samenessOf(notice);
  return notices.some((known) => known.instanceId === notice.instanceId && known.sameness === sameness);
}

function warning(
  notice: SpotNotice,
  { nodeName, zone, instanceType }: WorkerPlace & { readonly instanceType: string },
): DomainEvent<'SpotWarning'> {
  const { kind, instanceId, action, source } = notice;
  const deadline = deadlineOf(notice);
  const data = {
    ...{ kind, instanceId, nodeName, zone, instanceType, action, source, noticedAt: toTimestamp(notice.noticedAt) },
    deadline: deadline === null ? null : toTimestamp(deadline),
  };
  return { type: 'SpotWarning', data };
}

function told(
  notice: StoppedNotice | MaintenanceNotice,
  { nodeName, zone }: WorkerPlace,
): DomainEvent<'InstanceStopped' | 'MaintenanceScheduled'> {
  const { instanceId } = notice;
  const about = { instanceId, nodeName, zone, noticedAt: toTimestamp(notice.noticedAt) };
  if (notice.kind === 'stopped') {
    return { type: 'InstanceStopped', data: { ...about, state: notice.state, source: notice.source } };
  }
  const { maintenanceId, code, source } = notice;
  const data = { ...about, maintenanceId, code, source, startsAt: toTimestamp(notice.startsAt) };
  return { type: 'MaintenanceScheduled', data };
}

export { type DrainWindow, drainWindow, FORCE_GRACE_SECONDS } from './drain-window.ts';
export { deadlineOf, isPast, type Notice, samenessOf } from './notices/notice.ts';
export { KNOWN_NOTICES, noticeKey, type ReadNotice, readNotice } from './notices/read-notice.ts';
export { initialState, MAX_REMEMBERED, MEMORY_SECONDS, type SpotEventType, type SpotState, spotFold } from './spot-state.ts';
