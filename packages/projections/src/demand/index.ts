export { type DemandHistory, demandAt, historyUntil } from './demand-history.ts';
export { type Demand, demandOf, REQUEST_RATE_SIGNAL, workerSizeOf, workersOf } from './demand-of-sample.ts';
export { type DemandProfile, demandFold, KEPT_DAYS, STEP_SECONDS } from './demand-profile.ts';
