import { describeEventStoreContract } from '../testing/contract/index.ts';
import { createMemoryEventStore } from './memory-event-store.ts';

describeEventStoreContract('memory', (options) => ({ store: createMemoryEventStore(options) }), { persistent: false });
