import { adoptPolicy, defaultPolicy, streamName } from '@smartscale/events';
import { createMemoryEventStore } from '@smartscale/events/memory';
import { SIMULATOR } from '@smartscale/simulator';
import { describe, expect, it } from 'vitest';
import { clusterTime } from './cluster-time.ts';

const LONG_AGO = Date.parse('1995-07-10T04:00:00.000Z');

async function storeOf(author: string) {
  const store = createMemoryEventStore({ now: () => LONG_AGO });
  await adoptPolicy(store, 'test', { policy: defaultPolicy(), author, note: '', now: LONG_AGO });
  return store;
}

describe('the time of a cluster', () => {
  it("is this machine's for a real one", async () => {
    const before = Date.now();
    expect(await clusterTime(await storeOf('ada'), 'test')).toBeGreaterThanOrEqual(before);
  });

  it('is that of its last sample for a simulated one', async () => {
    const store = await storeOf(SIMULATOR);
    expect(await clusterTime(store, 'test')).toBe(LONG_AGO);
    expect((await store.read(streamName('policy', 'test')))[0]?.recordedAt).toBe('1995-07-10T04:00:00.000Z');
  });
});
