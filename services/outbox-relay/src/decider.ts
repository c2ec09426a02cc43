export { type Outgoing, outgoing } from './bus-entry.ts';
export { CALL_BUDGET_BYTES, publishCalls } from './publish-calls.ts';
