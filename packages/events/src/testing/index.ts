export { type ContractOptions, describeEventStoreContract } from './contract/index.ts';
export type { MakeStore, StoreUnderTest } from './contract/store-under-test.ts';
