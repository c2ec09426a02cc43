export { FAULTS, type FaultName, parseFaults, UnknownFaultError, USUAL_FAULTS } from './simulation/faults.ts';
export { DEFAULT_PEAK_WORKERS, type Demand, daysOf, demandAt, demandFromTrace } from './traces/demand.ts';
export { parseTrace } from './traces/parse-trace.ts';
export { SHIPPED_TRACES } from './traces/shipped-traces.ts';
export { type Trace, TraceError } from './traces/trace.ts';
export type { WorkerView } from './world/worker-view.ts';
