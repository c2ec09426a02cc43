export { countFleet, type FleetCounts, isJoined } from './counts.ts';
export { evolveFleet, fleetFold } from './evolve.ts';
export {
  type DepartedWorker,
  type DrainCause,
  emptyFleet,
  type FleetEvent,
  type FleetState,
  type Operation,
  type UnavailableOffering,
  type Worker,
  type WorkerFacts,
} from './fleet-state.ts';
export { type FleetView, fleetProjection } from './projection.ts';
