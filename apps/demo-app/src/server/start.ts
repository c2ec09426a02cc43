import { setTimeout as sleep } from 'node:timers/promises';
import { type ServerType, serve } from '@hono/node-server';
import { createFigures } from '../figures.ts';
import type { Settings } from '../settings.ts';
import { createCpuPool } from '../work/cpu-pool.ts';
import { createHeldMemory, MIB } from '../work/held-memory.ts';
import { createQueue } from '../work/queue.ts';
import { createApp } from './app.ts';

const IDLE_LOOK_MILLISECONDS = 50;

export type Running = {
  readonly port: number;
  /** Not ready, then a while of serving, then no new connection; what has begun is ended. Says what was left. */
  end(): Promise<{ readonly jobsLeft: number; readonly inTime: boolean }>;
};

/** Starts the application and resolves when it listens. */
export async function start(settings: Settings): Promise<Running> {
  const figures = createFigures();
  const cpu = createCpuPool({ threads: settings.CPU_THREADS, waiting: settings.CPU_WAITING });
  const memory = createHeldMemory({ mostBytes: settings.MEMORY_MIB * MIB });
  const queue = createQueue({
    workers: settings.QUEUE_WORKERS,
    limit: settings.QUEUE_LIMIT,
    work: async ({ cpuMilliseconds }) =>
      figures.burnedSeconds.inc((await cpu.burn(cpuMilliseconds, { patient: true })) / 1_000),
    onEnd: (outcome) => figures.jobs.inc({ outcome }),
  });
  let ready = true;
  const app = createApp({ figures, cpu, memory, queue, isReady: () => ready });
  const { server, port } = await listen(app.fetch, settings);
  return {
    port,
    async end() {
      ready = false;
      await sleep(settings.UNREADY_SECONDS * 1_000);
      const jobsLeft = queue.depth;
      const served = closed(server);
      const ended = Promise.all([queue.close(), served]).then(() => ({ jobsLeft, inTime: true }));
      const late = sleep(settings.DRAIN_SECONDS * 1_000, { jobsLeft, inTime: false }, { ref: false });
      const outcome = await Promise.race([ended, late]);
      if ('closeAllConnections' in server) server.closeAllConnections();
      memory.releaseAll();
      await cpu.close();
      return outcome;
    },
  };
}

/** Resolves when every connection is closed. One that was busy is kept alive after its answer, and would be waited for. */
async function closed(server: ServerType): Promise<void> {
  const ended = new Promise((resolve) => server.close(resolve));
  const closing = setInterval(() => {
    if ('closeIdleConnections' in server) server.closeIdleConnections();
  }, IDLE_LOOK_MILLISECONDS);
  await ended;
  clearInterval(closing);
}

function listen(
  fetch: Parameters<typeof serve>[0]['fetch'],
  { HOST, PORT }: Settings,
): Promise<{ readonly server: ServerType; readonly port: number }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname: HOST, port: PORT }, ({ port }) => resolve({ server, port }));
    server.once('error', reject);
  });
}
