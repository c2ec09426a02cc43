import { Worker } from 'node:worker_threads';

export type CpuPool = {
  /**
   * Uses that much CPU time on a thread; resolves to what was used. Rejects with PoolFullError when too many wait, unless whoever
   * asks is `patient`, for having a bound of its own.
   */
  burn(milliseconds: number, options?: { readonly patient?: boolean }): Promise<number>;
  readonly waiting: number;
  close(): Promise<void>;
};

/** As many wait for a thread as may. */
export class PoolFullError extends Error {
  override readonly name = 'PoolFullError';
}

type Task = {
  readonly milliseconds: number;
  readonly resolve: (used: number) => void;
  readonly reject: (error: Error) => void;
};

// In the bundle the thread is a file beside it.
const THREAD = import.meta.url.endsWith('.ts') ? './burn-thread.ts' : './burn-thread.mjs';

/** Threads that burn CPU, so that the event loop stays free to answer probes. */
export function createCpuPool(options: { readonly threads: number; readonly waiting: number }): CpuPool {
  const line: Task[] = [];
  const idle: Worker[] = [];
  const busy = new Map<Worker, Task>();
  let closed = false;

  const next = () => {
    const worker = idle.pop();
    const task = worker && line.shift();
    if (task) give(worker, task);
    else if (worker) idle.push(worker);
  };
  const give = (worker: Worker, task: Task) => {
    busy.set(worker, task);
    worker.postMessage(task.milliseconds);
  };
  const addThread = () => {
    const worker = new Worker(new URL(THREAD, import.meta.url));
    worker.on('message', (used: number) => {
      busy.get(worker)?.resolve(used);
      busy.delete(worker);
      idle.push(worker);
      next();
    });
    // A thread that dies fails what it was given, and another takes its place.
    worker.on('error', (error) => {
      busy.get(worker)?.reject(error as Error);
      busy.delete(worker);
      if (!closed) addThread();
      next();
    });
    idle.push(worker);
  };
  for (let count = 0; count < options.threads; count += 1) addThread();

  return {
    get waiting() {
      return line.length;
    },
    burn: (milliseconds, { patient = false } = {}) =>
      new Promise((resolve, reject) => {
        if (closed || (!patient && idle.length === 0 && line.length >= options.waiting)) {
          reject(new PoolFullError(`${line.length} wait for a thread already`));
          return;
        }
        line.push({ milliseconds, resolve, reject });
        next();
      }),
    async close() {
      closed = true;
      for (const { reject } of line.splice(0)) reject(new PoolFullError('the application ends'));
      await Promise.all([...idle, ...busy.keys()].map((worker) => worker.terminate()));
      for (const { reject } of busy.values()) reject(new PoolFullError('the application ends'));
    },
  };
}
