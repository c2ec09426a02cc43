export { type Demand, demandOf, REQUEST_RATE_SIGNAL, workerSizeOf, workersOf } from './demand-of-sample.ts';
