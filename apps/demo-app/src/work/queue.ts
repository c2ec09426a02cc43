export type Job = { readonly cpuMilliseconds: number };

export type JobQueue = {
  /** Takes all of the jobs or none: false when they do not fit. */
  add(jobs: readonly Job[]): boolean;
  readonly depth: number;
  readonly running: number;
  /** Takes no more, begins no more, forgets those that wait; resolves once those at work have ended. */
  close(): Promise<void>;
};

/** Jobs that wait in memory for one of a number of workers, oldest first. They are gone with the process. */
export function createQueue(options: {
  readonly workers: number;
  readonly limit: number;
  readonly work: (job: Job) => Promise<unknown>;
  readonly onEnd: (outcome: 'done' | 'failed') => void;
}): JobQueue {
  const waiting: Job[] = [];
  const running = new Set<Promise<void>>();
  let closed = false;

  const fill = () => {
    while (!closed && running.size < options.workers) {
      const job = waiting.shift();
      if (job === undefined) return;
      const ended: Promise<void> = options
        .work(job)
        .then(
          () => options.onEnd('done'),
          () => options.onEnd('failed'),
        )
        .then(() => {
          running.delete(ended);
          fill();
        });
      running.add(ended);
    }
  };

  return {
    get depth() {
      return waiting.length;
    },
    get running() {
      return running.size;
    },
    add(jobs) {
      if (closed || waiting.length + jobs.length > options.limit) return false;
      waiting.push(...jobs);
      fill();
      return true;
    },
    async close() {
      closed = true;
      waiting.length = 0;
      await Promise.all(running);
    },
  };
}
