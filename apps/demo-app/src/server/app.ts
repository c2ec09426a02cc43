import { type Context, Hono } from 'hono';
import type { Figures } from '../figures.ts';
import { type CpuPool, PoolFullError } from '../work/cpu-pool.ts';
import { type HeldMemory, MIB } from '../work/held-memory.ts';
import type { JobQueue } from '../work/queue.ts';
import { measured } from './measure.ts';
import { jobsRequest, memoryRequest, readQuery, workRequest } from './requests.ts';

export type Parts = {
  readonly figures: Figures;
  readonly cpu: CpuPool;
  readonly memory: HeldMemory;
  readonly queue: JobQueue;
  /** False from the moment on at which it was told to end. */
  readonly isReady: () => boolean;
};

const RETRY_AFTER = { 'retry-after': '1' };
const ROUTES = {
  'GET /work?cpuMilliseconds=50': 'uses CPU time on a thread',
  'GET /memory?mib=16&seconds=30': 'holds memory for a time',
  'POST /jobs?count=1&cpuMilliseconds=200': 'puts jobs into the queue',
  'GET /metrics': 'figures for Prometheus',
  'GET /healthz, /readyz': 'alive; takes traffic',
};

/** The application. Probes and scrapes come before what counts requests. */
export function createApp({ figures, cpu, memory, queue, isReady }: Parts): Hono {
  const app = new Hono();
  app.get('/healthz', (context) => context.text('ok\n'));
  app.get('/readyz', (context) => (isReady() ? context.text('ready\n') : context.text('ending\n', 503)));
  app.get('/metrics', async (context) => {
    figures.queueDepth.set(queue.depth);
    figures.jobsRunning.set(queue.running);
    figures.heldBytes.set(memory.heldBytes);
    figures.threadsWaiting.set(cpu.waiting);
    return context.body(await figures.registry.metrics(), 200, { 'content-type': figures.registry.contentType });
  });
  app.use(measured(figures));
  app.get('/', (context) => context.json(ROUTES));
  app.get('/work', async (context) => {
    const query = readQuery(workRequest, context.req.query());
    if ('problem' in query) return refused(context, query.problem);
    try {
      const used = await cpu.burn(query.asked.cpuMilliseconds);
      figures.burnedSeconds.inc(used / 1_000);
      return context.json({ usedMilliseconds: used });
    } catch (error) {
      if (error instanceof PoolFullError) return context.json({ error: error.message }, 503, RETRY_AFTER);
      throw error;
    }
  });
  app.get('/memory', (context) => {
    const query = readQuery(memoryRequest, context.req.query());
    if ('problem' in query) return refused(context, query.problem);
    const { mib, seconds } = query.asked;
    if (memory.hold(mib * MIB, seconds)) return context.json({ heldMib: memory.heldBytes / MIB });
    return context.json({ error: `${memory.heldBytes / MIB} MiB are held, and ${mib} more are too many` }, 503, RETRY_AFTER);
  });
  app.post('/jobs', (context) => {
    const query = readQuery(jobsRequest, context.req.query());
    if ('problem' in query) return refused(context, query.problem);
    const { count, cpuMilliseconds } = query.asked;
    if (queue.add(Array.from({ length: count }, () => ({ cpuMilliseconds })))) return context.json({ depth: queue.depth }, 202);
    figures.jobs.inc({ outcome: 'refused' }, count);
    return context.json({ error: `${queue.depth} jobs wait, and ${count} more are too many` }, 429, RETRY_AFTER);
  });
  app.notFound((context) => context.json({ error: `there is no ${context.req.method} ${context.req.path}` }, 404));
  app.onError((error, context) => {
    console.error(error);
    return context.json({ error: 'the application failed' }, 500);
  });
  return app;
}

function refused(context: Context, problem: string): Response {
  return context.json({ error: problem }, 400);
}
