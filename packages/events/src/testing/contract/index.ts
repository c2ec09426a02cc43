import { describe } from 'vitest';
import { describeAppending } from './appending.ts';
import { describeChanges } from './changes.ts';
import { describeRanges } from './ranges.ts';
import { describeReading } from './reading.ts';
import { describeSnapshots } from './snapshots.ts';
import type { MakeStore } from './store-under-test.ts';
import { describeUnreadable } from './unreadable.ts';

export type ContractOptions = {
  /** The store outlives its process: the suite opens it again under other catalogues and damages an item. Default true. */
  readonly persistent?: boolean;
  /** The store is a ChangeFeed. Default true. */
  readonly changeFeed?: boolean;
};

/**
 * The contract of EventStore as tests. Call it in a test file of a store; `makeStore` gives a fresh, empty one each time.
 * The same suite runs against memory, SQLite and a real DynamoDB.
 */
export function describeEventStoreContract(name: string, makeStore: MakeStore, options: ContractOptions = {}): void {
  const { persistent = true, changeFeed = true } = options;
  describe(`event store contract: ${name}`, () => {
    describeAppending(makeStore);
    describeReading(makeStore);
    describeRanges(makeStore);
    describeSnapshots(makeStore);
    if (persistent) describeUnreadable(makeStore);
    if (changeFeed) describeChanges(makeStore);
  });
}
