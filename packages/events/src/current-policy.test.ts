import { describe, expect, it } from 'vitest';
import { adoptPolicy, readCurrentPolicy } from './current-policy.ts';
import { ExpectedVersionError } from './errors.ts';
import { timeOfEventId } from './event-id.ts';
import { createMemoryEventStore } from './memory/index.ts';
import { defaultPolicy } from './policy.ts';

const NOW = Date.parse('2026-01-01T00:00:00.000Z');
const first = { policy: defaultPolicy(), author: 'ada', note: '', now: NOW };
const second = { ...first, policy: { ...defaultPolicy(), workers: { min: 3, max: 10 } } };

const newStore = () => createMemoryEventStore({ now: () => NOW });

describe('adopting a policy', () => {
  it('puts it in force, and says what was before', async () => {
    const store = newStore();
    expect(await readCurrentPolicy(store, 'demo')).toBeNull();
    expect(await adoptPolicy(store, 'demo', first)).toEqual({ version: 1, adopted: true, before: null });
    expect(await adoptPolicy(store, 'demo', second)).toMatchObject({ version: 2, adopted: true, before: { version: 1 } });
    expect(await readCurrentPolicy(store, 'demo')).toEqual({ policy: second.policy, version: 2 });
  });

  it('writes nothing when the same is in force', async () => {
    const store = newStore();
    await adoptPolicy(store, 'demo', first);
    expect(await adoptPolicy(store, 'demo', { ...first, now: NOW + 1 })).toMatchObject({ version: 1, adopted: false });
    expect(await store.read('policy-demo')).toHaveLength(1);
  });

  it('carries its own time in its id, so that it is found by it', async () => {
    const store = newStore();
    await adoptPolicy(store, 'demo', first);
    const [event] = await store.read('policy-demo');
    expect(timeOfEventId(event?.id ?? '')).toBe(NOW);
  });

  it('fails when it was made from another one than that in force, and writes nothing', async () => {
    const store = newStore();
    await adoptPolicy(store, 'demo', { ...first, basedOn: 0 });
    await expect(adoptPolicy(store, 'demo', { ...second, basedOn: 0 })).rejects.toThrow(ExpectedVersionError);
    expect(await readCurrentPolicy(store, 'demo')).toMatchObject({ version: 1 });
    expect(await adoptPolicy(store, 'demo', { ...second, basedOn: 1 })).toMatchObject({ version: 2 });
  });

  it('fails when someone else adopts another one at the same time', async () => {
    const store = newStore();
    const racing = await Promise.allSettled([adoptPolicy(store, 'demo', first), adoptPolicy(store, 'demo', second)]);
    expect(racing.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(racing.find(({ status }) => status === 'rejected')).toMatchObject({ reason: expect.any(ExpectedVersionError) });
  });
});
