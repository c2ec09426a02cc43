import { expect, it } from 'vitest';
import { readCurrentPolicy } from './current-policy.ts';
import { createMemoryEventStore } from './memory/memory-event-store.ts';
import { defaultPolicy } from './policy.ts';
import { notice, START } from './testing/contract/notices.ts';
import { countReads } from './testing/counting-store.ts';

it('is the last one adopted, at the price of one item', async () => {
  const store = countReads(createMemoryEventStore({ now: () => START }));
  expect(await readCurrentPolicy(store, 'demo')).toBeNull();
  for (const max of [8, 9, 12]) {
    const policy = { ...defaultPolicy(), workers: { min: 2, max } };
    const { id, occurredAt, correlationId, causationId } = notice(max);
    const data = { policy, author: 'anna', note: '' };
    const event = { id, occurredAt, correlationId, causationId, type: 'PolicyAdopted', data } as const;
    await store.append('policy-demo', [event], { expectedVersion: [8, 9, 12].indexOf(max) });
  }
  store.reads.items = 0;
  expect(await readCurrentPolicy(store, 'demo')).toMatchObject({ version: 3, policy: { workers: { max: 12 } } });
  expect(store.reads.items).toBe(1);
  expect(await readCurrentPolicy(store, 'other')).toBeNull();
});
