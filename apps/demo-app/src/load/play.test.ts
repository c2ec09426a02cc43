import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { play } from './play.ts';

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

async function serving(milliseconds: number): Promise<string> {
  const server = createServer((_, response) => void setTimeout(() => response.end(), milliseconds)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const demand = { name: 'test', startAt: 0, workers: Float64Array.of(50), repeatMinutes: 1 };
const options = { demand, speed: 60, method: 'GET', seconds: null, timeoutSeconds: 5, mostUnderWay: 100 } as const;
const signal = new AbortController().signal;

it('sends all that is due and waits for the last answer', async () => {
  const summary = await play({ ...options, url: await serving(50), signal });
  expect(summary).toMatchObject({ sent: 50, answered: { '2xx': 50 }, failed: 0, skipped: 0 });
  expect(summary.latencyMilliseconds?.p50).toBeGreaterThanOrEqual(49);
});

it('keeps the pace of the trace when answers are slow, and counts what it could not send', async () => {
  const summary = await play({ ...options, url: await serving(2_000), mostUnderWay: 10, signal });
  expect(summary).toMatchObject({ sent: 10, answered: { '2xx': 10 }, skipped: 40 });
});

it('counts those without an answer', async () => {
  expect(await play({ ...options, seconds: 0.2, url: 'http://127.0.0.1:1/', signal })).toMatchObject({ sent: 10, failed: 10 });
  const late = await play({ ...options, seconds: 0.2, timeoutSeconds: 0.1, url: await serving(1_000), signal });
  expect(late).toMatchObject({ sent: 10, failed: 10, latencyMilliseconds: null });
});

it('ends when it is told to', async () => {
  const ending = new AbortController();
  setTimeout(() => ending.abort(), 200);
  const summary = await play({ ...options, speed: 1, url: await serving(1), signal: ending.signal });
  expect(summary.seconds).toBeLessThan(5);
});
