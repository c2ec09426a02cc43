export { countFleet, type FleetCounts, isJoined } from './counts.ts';
export { evolveFleet, fleetFold } from './evolve.ts';
export {
  type DrainCause,
  emptyFleet,
  type FleetState,
  type Operation,
  type UnavailableOffering,
  type Worker,
  type WorkerFacts,
} from './fleet-state.ts';
