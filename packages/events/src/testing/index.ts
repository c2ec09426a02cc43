export { type ContractOptions, describeEventStoreContract } from './contract/index.ts';
export type { MakeStore, StoreUnderTest } from './contract/store-under-test.ts';
export { countReads, type Reads } from './counting-store.ts';
export { at, type DeciderSpec, type Happened, type Outcome, specOf } from './decider-spec.ts';
