import { type Decider, type DomainEvent, type EventData, toTimestamp } from '@smartscale/events';
import { deadlineOf, type Notice } from './notices/notice.ts';
import type { WorkerInstance } from './ports.ts';
import { evolve, initialState, type SpotEventType, type SpotState } from './spot-state.ts';

export type SpotCommand =
  /** A notice about a living worker of ours that is not past. */
  | { readonly kind: 'warn'; readonly notice: Notice; readonly worker: WorkerInstance }
  /** The drain that a warning asked for has ended. */
  | { readonly kind: 'end-drain'; readonly drained: EventData<'InterruptionDrained'> };

/** Each warning once per (instance, kind, time of the notice), each end of a drain once per warning. */
export const spotDecider: Decider<SpotState, SpotCommand, SpotEventType> = { decide, evolve, initialState };

function decide(command: SpotCommand, state: SpotState): readonly DomainEvent<SpotEventType>[] {
  switch (command.kind) {
    case 'warn':
      return warn(command.notice, command.worker, state);
    case 'end-drain': {
      const warning = state.warnings.find(({ warningId }) => warningId === command.drained.warningId);
      return warning && !warning.drained ? [{ type: 'InterruptionDrained', data: command.drained }] : [];
    }
  }
}

function warn(notice: Notice, worker: WorkerInstance, state: SpotState): readonly DomainEvent<'SpotWarning'>[] {
  const { kind, instanceId, action, source } = notice;
  const noticedAt = toTimestamp(notice.noticedAt);
  const isRepeat = state.warnings.some(
    (known) => known.instanceId === instanceId && known.kind === kind && known.noticedAt === noticedAt,
  );
  if (isRepeat) return [];
  const deadline = deadlineOf(notice);
  const { nodeName, zone, instanceType } = worker;
  const data = {
    ...{ kind, instanceId, nodeName, zone, instanceType, noticedAt, action, source },
    deadline: deadline === null ? null : toTimestamp(deadline),
  };
  return [{ type: 'SpotWarning', data }];
}

export { type DrainWindow, drainWindow, FORCE_GRACE_SECONDS } from './drain-window.ts';
export { deadlineOf, isPast, type Notice } from './notices/notice.ts';
export { KNOWN_NOTICES, noticeKey, type ReadNotice, readNotice } from './notices/read-notice.ts';
export { initialState, MAX_REMEMBERED, MEMORY_SECONDS, type SpotEventType, type SpotState, spotFold } from './spot-state.ts';
