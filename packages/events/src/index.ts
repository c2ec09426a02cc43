export type { PlannedLaunch } from './catalogue/fleet.ts';
export {
  catalogue,
  type DomainEvent,
  definitionOf,
  type EventData,
  type EventType,
  type EventTypeOf,
} from './catalogue/index.ts';
export type { GuardEvidence, ScalingMemory, SignalEvidence, SizingAccount, Streak } from './catalogue/scaling.ts';
export {
  type AdoptedPolicy,
  type Adoption,
  adoptPolicy,
  type PoliciesAtWork,
  readCurrentPolicy,
  readPolicies,
  type ShadowPolicy,
} from './current-policy.ts';
export type { Decider } from './decider.ts';
export { defineEvent, type EventDefinition, type Upcaster } from './define-event.ts';
export { type DisruptionPolicy, WEEKDAYS } from './disruption-policy.ts';
export { outsideWindows, wallClock } from './disruption-window.ts';
export { envelopeSchema, type NewEvent, type RecordedEvent, type StoredEvent } from './envelope.ts';
export {
  EventStoreError,
  ExpectedVersionError,
  InvalidEventError,
  InvalidNameError,
  StoreUnusableError,
  UnreadableEventError,
} from './errors.ts';
export { deriveEventId, timeOfEventId } from './event-id.ts';
export { eventSource, sourceOfCategory } from './event-source.ts';
export {
  type Change,
  type ChangeFeed,
  DEFAULT_READ_LIMIT,
  type EventStore,
  MAX_APPEND_EVENTS,
  MAX_READ_LIMIT,
  type RangeOptions,
  type RangePage,
  type ReadOptions,
  type Snapshot,
} from './event-store.ts';
export { advanceState, type Fold, type Loaded, loadState } from './fold.ts';
export { FORECASTERS, type ForecastPolicy } from './forecast-policy.ts';
export { type CommandMetadata, type Handled, handleCommand, MAX_ATTEMPTS } from './handle-command.ts';
export { type ApplicationSignalPolicy, defaultPolicy, type Policy, policySchema } from './policy.ts';
export { checkNewEvent, type Definitions, describeIssues, readEnvelope, readEvent } from './read-event.ts';
export { type ShadowSetting, setShadowPolicy } from './shadow-policy.ts';
export { INTERRUPTION_SECONDS, REBALANCE_SECONDS } from './spot-interruption.ts';
export { parseStreamName, STREAM_CATEGORIES, type StreamCategory, type StreamName, streamName } from './streams.ts';
export { timestamp, toTimestamp } from './timestamp.ts';
export { UnreadableChangeError } from './unreadable-change.ts';
export { CLUSTER_TAG, nodeNameOf, ROLE_TAG, WORKER_ROLE } from './worker-identity.ts';
export { type CommandedShift, commandedShifts } from './zone-shift.ts';
