export { type BusHandlerOptions, busHandler } from './bus-handler.ts';
export { type CommandHandlerOptions, commandHandler } from './command-handler.ts';
export { LambdaShellError, UnreadableDeliveryError, UnreadableTickError } from './errors.ts';
export { type BusEvent, type Clock, type InvocationContext, type LambdaHandler, silent, type Telemetry } from './invocation.ts';
export { type ObservingTelemetry, withFacts } from './invocation-telemetry.ts';
export { type NoticeHandlerOptions, noticeHandler } from './notice-handler.ts';
export type { PoisonRecord, SetAside } from './poison-record.ts';
export { METRICS_NAMESPACE, powertoolsTelemetry } from './powertools-telemetry.ts';
export { entryBytes, MAX_CALL_ENTRIES } from './put-events.ts';
export { type RecordingTelemetry, recordingTelemetry } from './recording-telemetry.ts';
export { type ScheduleHandlerOptions, scheduleHandler, type Tick } from './schedule-handler.ts';
export type { Invocation, ShellOptions } from './shell.ts';
export {
  type BatchAnswer,
  type BatchOutcome,
  type ReadRecord,
  type StreamHandlerOptions,
  streamHandler,
} from './stream-handler.ts';
export type { AttributeMap, StreamRecord } from './stream-record.ts';
export { systemClock } from './system-clock.ts';
