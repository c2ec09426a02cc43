import type { FleetState, Operation } from './fleet-state.ts';
import { withoutStandIns } from './outlook.ts';

/** A repair whose launch has failed. */
export function cameToNothing({ cause, pending, joining, leaving, added }: Operation): boolean {
  return cause === 'repair' && leaving.length > 0 && pending.length + joining.length + added.length === 0;
}

/**
 * The state in which repairs give up the victims that still stand; those whose drain has begun go on. A repair exchanges one worker
 * for another of the fleet, so it takes nobody any more once its launch has failed, a worker was lost, or a decision has
 * settled the size anew.
 */
export function sparingVictims(
  state: FleetState,
  isMeant: (operation: Operation) => boolean = ({ cause }) => cause === 'repair',
): FleetState {
  if (!state.operations.some(isMeant)) return state;
  const isGoing = (instanceId: string) => state.workers[instanceId]?.status !== 'joined';
  const operations = state.operations.map((operation) =>
    isMeant(operation) ? { ...operation, leaving: operation.leaving.filter(isGoing) } : operation,
  );
  const spared = state.operations.flatMap((operation) =>
    isMeant(operation) ? operation.leaving.filter((id) => !isGoing(id)) : [],
  );
  return withoutStandIns({ ...state, operations }, spared);
}
