import type { EventTypeOf, RecordedEvent } from '@smartscale/events';
import { countFleet, type FleetState, fleetFold } from '@smartscale/projections/fleet';
import { createLedgerFold, type LedgerState } from '@smartscale/projections/ledger';
import { type Checkpoints, createCheckpoints } from './checkpoints.ts';
import { rising } from './columns.ts';

type FleetType = EventTypeOf<'fleet'>;
export type FleetRecord = RecordedEvent<FleetType>;

/** The events of the fleet, its state and its books at any moment, and its size as steps. */
export type FleetColumns = {
  readonly at: number[];
  readonly events: FleetRecord[];
  readonly states: Checkpoints<FleetState, FleetType>;
  readonly ledgers: Checkpoints<LedgerState, FleetType>;
  /** After each event: workers that carry pods, and how many of all that are billed are Spot. */
  readonly joined: number[];
  readonly billed: number[];
  readonly spot: number[];
};

export function noFleet(): FleetColumns {
  return {
    ...{ at: [], events: [], joined: [], billed: [], spot: [] },
    states: createCheckpoints(fleetFold),
    ledgers: createCheckpoints(createLedgerFold()),
  };
}

export function addFleetEvent(columns: FleetColumns, event: FleetRecord): void {
  const at = rising(columns.at, Date.parse(event.recordedAt));
  columns.at.push(at);
  columns.events.push(event);
  columns.states.add(event, at);
  columns.ledgers.add(event, at);
  const { state } = columns.states.at(at);
  const workers = Object.values(state.workers);
  columns.joined.push(countFleet(state).joined);
  columns.billed.push(workers.length);
  columns.spot.push(workers.filter(({ capacityType }) => capacityType === 'spot').length);
}
