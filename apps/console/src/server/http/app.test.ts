import type { EventStore } from '@smartscale/events';
import { createMemoryEventStore } from '@smartscale/events/memory';
import { describe, expect, it, onTestFinished } from 'vitest';
import { followStore } from '../history/follow.ts';
import { adopted, at, CLUSTER, decided, historyOf, rules, warned } from '../testing/recorded.ts';
import { createApp } from './app.ts';
import { newsSince } from './live.ts';
import { MOST_STREAMS } from './live-stream.ts';

const NOW = at(0);

function opened(store: EventStore = createMemoryEventStore({ now: () => NOW })) {
  const follower = followStore(store, CLUSTER, { pollMilliseconds: 5 });
  onTestFinished(() => follower.stop());
  const app = createApp({ store, follower, rules, machineNow: () => NOW, page: null });
  const get = (path: string, init: RequestInit = {}) =>
    app.request(path, { ...init, headers: { host: '127.0.0.1:4700', ...init.headers } });
  const settled = () => expect.poll(() => follower.state().kind).not.toBe('loading');
  return { get, settled, follower };
}

describe('who may ask', () => {
  it.each(['evil.example', '127.0.0.1.evil.example', 'evil.example:4700', ''])('is no page of %s', async (host) => {
    const { get } = opened();
    expect((await get('/api/clock', { headers: { host } })).status).toBe(421);
  });

  it.each(['127.0.0.1', '127.0.0.1:4700', 'localhost:80'])('is %s', async (host) => {
    const { get } = opened();
    expect((await get('/api/clock', { headers: { host } })).status).toBe(200);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('does not write: %s', async (method) => {
    const { get } = opened();
    const response = await get('/api/clock', { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it('is no page of another site, though its Host is right', async () => {
    const { get } = opened();
    expect((await get('/api/clock', { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
    expect((await get('/api/clock', { headers: { 'sec-fetch-site': 'same-origin' } })).status).toBe(200);
  });

  it('is not more pages than a person opens, and HEAD opens none', async () => {
    const { get } = opened();
    for (let page = 0; page < 2 * MOST_STREAMS; page += 1) await get('/api/live', { method: 'HEAD' });
    const bodies: (ReadableStream | null)[] = [];
    for (let page = 0; page < MOST_STREAMS; page += 1) {
      const { status, body } = await get('/api/live');
      expect(status).toBe(200);
      bodies.push(body);
    }
    expect((await get('/api/live')).status).toBe(503);
    await bodies[0]?.cancel();
    await expect.poll(async () => (await get('/api/live', { method: 'GET' })).status).toBe(200);
    for (const body of bodies.slice(1)) await body?.cancel();
  });

  it('runs no script but ours', async () => {
    const { get } = opened();
    const policy = (await get('/api/clock')).headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*/);
  });
});

describe('what is asked', () => {
  it.each([
    ['/api/moment?at=yesterday', 'at: "yesterday" is not a moment'],
    ['/api/range?from=2026-01-02&to=2026-01-01', '"from" must be before "to"'],
    ['/api/range?from=2026-01-01&to=2026-01-02&points=99999', 'points'],
    ['/api/decisions?limit=0', 'limit'],
    ['/api/decisions?filter=none', 'filter'],
    ['/api/moment?colour=red', 'colour'],
  ])('%s is refused in a sentence', async (path, message) => {
    const { get, settled } = opened();
    await settled();
    const response = await get(path);
    const body = (await response.json()) as { message: string };
    expect(response.status).toBe(400);
    expect(body.message).toContain(message);
  });

  it('of an unknown decision or worker is told as such', async () => {
    const { get, settled } = opened();
    await settled();
    for (const path of ['/api/decisions/none', '/api/nodes/i-none', '/nothing']) expect((await get(path)).status).toBe(404);
  });

  it('of an empty store has an answer', async () => {
    const { get, settled } = opened();
    await settled();
    const moment = (await (await get('/api/moment')).json()) as { fleet: { workers: unknown[] } };
    expect(moment.fleet.workers).toEqual([]);
    expect(await (await get('/api/cost')).json()).toBeNull();
  });
});

describe('a store', () => {
  it('is followed: what is appended is seen', async () => {
    const store = createMemoryEventStore({ now: () => NOW });
    const { follower, settled } = opened(store);
    await settled();
    const { type, data } = adopted();
    const ids = { id: '019e0000-0000-8000-8000-000000000000', correlationId: 'c', causationId: 'c' };
    await store.append(`policy-${CLUSTER}`, [{ ...ids, occurredAt: new Date(NOW).toISOString(), type, data } as never], {
      expectedVersion: 0,
    });
    await expect.poll(() => follower.revision()).toBe(1);
  });

  it('that fails is told, and asked again until it answers', async () => {
    const store = createMemoryEventStore({ now: () => NOW });
    let isLocked = true;
    const read: EventStore['read'] = (...args) =>
      isLocked ? Promise.reject(new Error('another process holds it')) : store.read(...args);
    const { get, settled, follower } = opened({ ...store, read });
    await settled();
    expect(follower.state()).toEqual({ kind: 'failed', message: 'another process holds it' });
    const response = await get('/api/moment');
    expect([response.status, ((await response.json()) as { message: string }).message]).toEqual([
      503,
      'another process holds it',
    ]);
    isLocked = false;
    await expect.poll(async () => (await get('/api/moment')).status).toBe(200);
  });
});

describe('a page that listens', () => {
  it('hears the time of a real cluster go on though nothing is new', async () => {
    let now = NOW;
    const store = createMemoryEventStore({ now: () => now });
    const follower = followStore(store, CLUSTER, { pollMilliseconds: 5 });
    onTestFinished(() => follower.stop());
    const machineNow = () => (now += 1_000);
    const app = createApp({ store, follower, rules, machineNow, page: null, beatMilliseconds: 10 });
    const response = await app.request('/api/live', { headers: { host: 'localhost' } });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let heard = '';
    while ((heard.match(/event: clock/g) ?? []).length < 4) heard += (await reader?.read())?.value ?? '';
    await reader?.cancel();
    const times = [...heard.matchAll(/"now":"([^"]+)"/g)].map(([, time]) => time);
    expect(new Set(times).size).toBe(times.length);
  });
});

describe('news', () => {
  const history = historyOf(
    [0, 'scaling', decided(0, { action: 'up', from: 2, to: 3, reason: 'busy' })],
    [2, 'scaling', decided(2)],
    [3, 'spot', warned('i-1')],
    [4, 'scaling', decided(4, { action: 'down', from: 3, to: 2, reason: 'idle' })],
  );

  it('is what came after the last message', () => {
    expect(newsSince(history, '1.0.0.0').map(({ kind }) => kind)).toEqual(['down', 'interruption']);
    expect(newsSince(history, '3.1.0.0')).toEqual([]);
  });

  it('is nothing to who has just come, or says what is no id of ours', () => {
    for (const id of [undefined, '', 'x', '1.2']) expect(newsSince(history, id)).toEqual([]);
  });
});
