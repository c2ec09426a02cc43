import { type DomainEvent, toTimestamp } from '@smartscale/events';
import { fleet } from '@smartscale/projections';
import type { FleetEventType } from './commands.ts';

/** The state once these events will have been appended. `now` is their time, in epoch milliseconds. */
export function after(state: fleet.FleetState, events: readonly DomainEvent<FleetEventType>[], now: number): fleet.FleetState {
  const occurredAt = toTimestamp(now);
  return events.reduce((folded, event) => fleet.evolveFleet(folded, { ...event, occurredAt }), state);
}
