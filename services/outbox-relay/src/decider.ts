export { type Outgoing, outgoing } from './bus-entry.ts';
export { CALL_BUDGET_BYTES, entryBytes, MAX_CALL_ENTRIES, publishCalls } from './publish-calls.ts';
