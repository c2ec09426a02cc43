import type { DomainEvent } from '@smartscale/events';
import { fleet } from '@smartscale/projections';
import { after } from './after.ts';
import type { FleetEventType } from './commands.ts';
import { secondsBetween } from './seconds.ts';

/** ScaleCompleted for each operation that waits for nothing more once `events` have happened. */
export function completions(
  events: readonly DomainEvent<FleetEventType>[],
  state: fleet.FleetState,
  now: number,
): readonly DomainEvent<'ScaleCompleted'>[] {
  if (state.operations.length === 0 && !events.some(({ type }) => type === 'ScalePlanned')) return [];
  const next = after(state, events, now);
  return next.operations.filter(isEnded).map((operation) => completed(operation, next, now));
}

export function isEnded({ pending, joining, leaving }: fleet.Operation): boolean {
  return pending.length + joining.length + leaving.length === 0;
}

function completed(operation: fleet.Operation, state: fleet.FleetState, now: number): DomainEvent<'ScaleCompleted'> {
  const { operationId, cause, reason, added, removed, failed, plannedAt } = operation;
  const { joined, coming } = fleet.countFleet(state);
  const seconds = secondsBetween(plannedAt, now);
  return {
    type: 'ScaleCompleted',
    data: {
      operationId,
      cause,
      reason,
      added: [...added],
      removed: [...removed],
      failed,
      workersAfter: joined + coming,
      seconds,
    },
  };
}
