import type { Clock } from '@smartscale/lambda';

type Sleeper = { readonly at: number; readonly wake: () => void };

export type VirtualClock = Clock & {
  /** Lets time pass for as long as the work sleeps, and gives its result. */
  run<Result>(work: Promise<Result>): Promise<Result>;
  advance(milliseconds: number): void;
};

/** Time that passes only when everybody waits for it. */
export function virtualClock(start: number): VirtualClock {
  let now = start;
  const sleepers: Sleeper[] = [];
  return {
    now: () => now,
    sleep: (milliseconds) => new Promise((wake) => void sleepers.push({ at: now + milliseconds, wake })),
    advance(milliseconds) {
      now += milliseconds;
    },
    async run(work) {
      let settled = false;
      const done = () => {
        settled = true;
      };
      work.then(done, done);
      while (!settled) {
        await new Promise(setImmediate);
        sleepers.sort((one, other) => one.at - other.at);
        const next = settled ? undefined : sleepers.shift();
        if (!next) continue;
        now = Math.max(now, next.at);
        next.wake();
      }
      return work;
    },
  };
}
