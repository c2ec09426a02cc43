export { countFleet, countStanding, type FleetCounts, hasStandIn, isCovered, isGivenUp, isJoined } from './counts.ts';
export { disruptedWorkers, disruptionObjection } from './disruptions.ts';
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
  type ZoneShift,
  type ZoneTrouble,
} from './fleet-state.ts';
export { usualJoinSeconds } from './join-times.ts';
export { offeringMark } from './offering-memory.ts';
export { type FleetView, fleetProjection } from './projection.ts';
export { isShiftedAway, ZONE_TROUBLE_SECONDS, zoneShiftOf } from './zone-memory.ts';
