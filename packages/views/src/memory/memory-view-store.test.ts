import { describeViewStoreContract } from '../testing/contract.ts';
import { createMemoryViewStore } from './memory-view-store.ts';

const store = () => {
  const made = createMemoryViewStore();
  return { store: made, reopen: () => made };
};

describeViewStoreContract('memory', store);
