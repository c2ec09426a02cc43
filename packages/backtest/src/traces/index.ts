export {
  DEFAULT_PEAK_WORKERS,
  type Demand,
  daysOf,
  demandAt,
  demandFromTrace,
  MOST_TIMES_MAX,
  PEAK_PERCENTILE,
} from './demand.ts';
export { parseTrace } from './parse-trace.ts';
export { percentileOf } from './percentile.ts';
export { type Trace, TraceError } from './trace.ts';
export { traceOf } from './trace-of.ts';
