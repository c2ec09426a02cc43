import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createFigures } from '../figures.ts';
import { createCpuPool } from '../work/cpu-pool.ts';
import { createHeldMemory, MIB } from '../work/held-memory.ts';
import { createQueue } from '../work/queue.ts';
import { createApp } from './app.ts';

const cpu = createCpuPool({ threads: 1, waiting: 1 });
const memory = createHeldMemory({ mostBytes: 8 * MIB });
afterAll(async () => {
  memory.releaseAll();
  await cpu.close();
});

let ready = true;
let app: ReturnType<typeof createApp>;
beforeEach(() => {
  ready = true;
  memory.releaseAll();
  const queue = createQueue({ workers: 1, limit: 5, work: () => new Promise(() => undefined), onEnd: () => undefined });
  app = createApp({ figures: createFigures(), cpu, memory, queue, isReady: () => ready });
});

const ask = async (path: string, method = 'GET') => {
  const response = await app.request(path, { method });
  return { status: response.status, text: await response.text(), retryAfter: response.headers.get('retry-after') };
};
const figure = async (name: string) => (await ask('/metrics')).text.split('\n').filter((line) => line.startsWith(name));

describe('load', () => {
  it('uses the CPU time that was asked for, off the event loop', async () => {
    const before = process.cpuUsage();
    let turns = 0;
    const turning = setInterval(() => (turns += 1), 5);
    const answer = await ask('/work?cpuMilliseconds=200');
    clearInterval(turning);
    const { user, system } = process.cpuUsage(before);
    expect(answer.status).toBe(200);
    expect((user + system) / 1_000).toBeGreaterThanOrEqual(200);
    expect(turns).toBeGreaterThan(5);
    expect(await figure('demo_cpu_burned_seconds_total ')).toEqual([expect.stringMatching(/ 0\.2\d*$/)]);
  });

  it('refuses work when enough wait already, and says when to come again', async () => {
    const answers = await Promise.all(['', '', ''].map(() => ask('/work?cpuMilliseconds=50')));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 200, 503]);
    expect(answers.find(({ status }) => status === 503)?.retryAfter).toBe('1');
    expect(await figure('demo_request_errors_total{')).toEqual(['demo_request_errors_total{route="/work"} 1']);
  });

  it('holds memory up to its bound', async () => {
    expect((await ask('/memory?mib=6&seconds=60')).status).toBe(200);
    expect(await ask('/memory?mib=3&seconds=60')).toMatchObject({
      status: 503,
      text: expect.stringContaining('6 MiB are held'),
    });
    expect(await figure('demo_held_bytes ')).toEqual([`demo_held_bytes ${6 * MIB}`]);
  });

  it('queues jobs up to its bound, and tells how many wait', async () => {
    expect(await ask('/jobs?count=4', 'POST')).toMatchObject({ status: 202, text: '{"depth":3}' });
    expect(await ask('/jobs?count=3', 'POST')).toMatchObject({ status: 429, retryAfter: '1' });
    expect(await figure('demo_queue_depth ')).toEqual(['demo_queue_depth 3']);
    expect(await figure('demo_jobs_total{')).toEqual(['demo_jobs_total{outcome="refused"} 3']);
  });
});

describe('what is asked for', () => {
  it.each([
    ['/work?cpuMilliseconds=0', 'GET', 'cpuMilliseconds: '],
    ['/work?cpuMilliseconds=10001', 'GET', 'cpuMilliseconds: '],
    ['/work?cpuMilliseconds=many', 'GET', 'cpuMilliseconds: '],
    ['/work?cpu=5', 'GET', 'cpu'],
    ['/memory?mib=1.5', 'GET', 'mib: '],
    ['/memory?seconds=3601', 'GET', 'seconds: '],
    ['/jobs?count=1001', 'POST', 'count: '],
  ])('%s is refused with what is wrong', async (path, method, problem) => {
    expect(await ask(path, method)).toMatchObject({ status: 400, text: expect.stringContaining(problem) });
  });
});

describe('figures', () => {
  it('count requests by route, method and status; strangers make no series of their own', async () => {
    await ask('/');
    await ask('/work?cpuMilliseconds=no');
    for (const path of ['/a', '/b', '/c']) await ask(path, 'DELETE');
    expect(await figure('demo_requests_total{')).toEqual([
      'demo_requests_total{method="GET",route="/",status="200"} 1',
      'demo_requests_total{method="GET",route="/work",status="400"} 1',
      'demo_requests_total{method="other",route="none",status="404"} 3',
    ]);
    expect(await figure('demo_request_duration_seconds_count{route="none"}')).toEqual([expect.stringMatching(/ 3$/)]);
  });

  it('do not count probes and scrapes', async () => {
    for (const path of ['/healthz', '/readyz', '/metrics']) expect((await ask(path)).status).toBe(200);
    expect(await figure('demo_requests_total{')).toEqual([]);
  });
});

it('is alive but not ready once it ends', async () => {
  ready = false;
  expect((await ask('/readyz')).status).toBe(503);
  expect((await ask('/healthz')).status).toBe(200);
  expect((await ask('/')).status).toBe(200);
});
