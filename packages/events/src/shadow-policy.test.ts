import { describe, expect, it } from 'vitest';
import { adoptPolicy, readCurrentPolicy, readPolicies } from './current-policy.ts';
import { ExpectedVersionError, InvalidEventError } from './errors.ts';
import { createMemoryEventStore } from './memory/index.ts';
import { defaultPolicy } from './policy.ts';
import { setShadowPolicy } from './shadow-policy.ts';
import { countReads } from './testing/counting-store.ts';

const NOW = Date.parse('2026-01-01T00:00:00.000Z');
const by = { author: 'ada', note: '', now: NOW };
const usual = defaultPolicy();
const larger = { ...usual, workers: { min: 3, max: 10 } };
const newStore = () => countReads(createMemoryEventStore({ now: () => NOW }));

describe('a shadow policy', () => {
  it('decides beside the one in force, which stays', async () => {
    const store = newStore();
    await adoptPolicy(store, 'demo', { ...by, policy: usual });
    expect(await setShadowPolicy(store, 'demo', { ...by, shadow: { name: 'larger', policy: larger } })).toEqual({
      changed: true,
      before: null,
    });
    expect(await readCurrentPolicy(store, 'demo')).toEqual({ policy: usual, version: 1 });
    expect(await readPolicies(store, 'demo')).toMatchObject({
      shadow: { name: 'larger', policy: larger, version: 2 },
      head: 2,
    });
  });

  it('goes on when another policy is put in force', async () => {
    const store = newStore();
    await setShadowPolicy(store, 'demo', { ...by, shadow: { name: 'larger', policy: larger } });
    expect(await readPolicies(store, 'demo')).toMatchObject({ adopted: null, shadow: { version: 1 } });
    for (const min of [1, 2, 3]) {
      await adoptPolicy(store, 'demo', { ...by, policy: { ...usual, workers: { min, max: 10 } } });
    }
    expect(await readPolicies(store, 'demo')).toMatchObject({
      adopted: { version: 4 },
      shadow: { name: 'larger', version: 1 },
    });
  });

  it('is replaced by another one, and taken away', async () => {
    const store = newStore();
    await adoptPolicy(store, 'demo', { ...by, policy: usual });
    await setShadowPolicy(store, 'demo', { ...by, shadow: { name: 'larger', policy: larger } });
    const other = { name: 'same', policy: usual };
    expect(await setShadowPolicy(store, 'demo', { ...by, shadow: other })).toMatchObject({ before: { name: 'larger' } });
    expect(await setShadowPolicy(store, 'demo', { ...by, shadow: null })).toMatchObject({ changed: true });
    await adoptPolicy(store, 'demo', { ...by, policy: larger });
    expect(await readPolicies(store, 'demo')).toMatchObject({ adopted: { version: 5 }, shadow: null });
  });

  it('writes nothing when it is so already', async () => {
    const store = newStore();
    expect(await setShadowPolicy(store, 'demo', { ...by, shadow: null })).toEqual({ changed: false, before: null });
    const shadow = { name: 'larger', policy: larger };
    await setShadowPolicy(store, 'demo', { ...by, shadow });
    expect(await setShadowPolicy(store, 'demo', { ...by, now: NOW + 1, shadow })).toMatchObject({ changed: false });
    expect(await store.read('policy-demo')).toHaveLength(1);
  });

  it('is refused with a name that is none, and when someone else was faster', async () => {
    const store = newStore();
    const refused = setShadowPolicy(store, 'demo', { ...by, shadow: { name: 'Two words', policy: larger } });
    await expect(refused).rejects.toThrow(InvalidEventError);
    const racing = await Promise.allSettled([
      adoptPolicy(store, 'demo', { ...by, policy: usual }),
      setShadowPolicy(store, 'demo', { ...by, shadow: { name: 'larger', policy: larger } }),
    ]);
    expect(racing.find(({ status }) => status === 'rejected')).toMatchObject({ reason: expect.any(ExpectedVersionError) });
  });

  it('costs two items to read, however long the history', async () => {
    const store = newStore();
    await setShadowPolicy(store, 'demo', { ...by, shadow: { name: 'larger', policy: larger } });
    for (let round = 0; round < 50; round += 1) {
      const min = 1 + (round % 3);
      await adoptPolicy(store, 'demo', { ...by, now: NOW + round, policy: { ...usual, workers: { min, max: 10 } } });
      const before = store.reads.items;
      await readPolicies(store, 'demo');
      expect(store.reads.items - before).toBe(2);
    }
  });
});
