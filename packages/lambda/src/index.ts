export { type BusEvent, type Clock, type InvocationContext, type LambdaHandler, silent, type Telemetry } from './invocation.ts';
