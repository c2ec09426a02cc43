import type { RuntimeClock } from './runtime-clock.ts';
import { createTimerHeap, type Timer } from './timer-heap.ts';

/** Time that stands still until it is told to go on: a discrete-event clock. */
export type VirtualClock = RuntimeClock & {
  /**
   * Runs all that is due up to and at `epochMilliseconds`, in the order of time, and ends there.
   * After each timer, everything it set off has come to rest (or to a new timer) before the next one runs.
   * Rejects with the first error that a callback throws.
   */
  runUntil(epochMilliseconds: number): Promise<void>;
  /** Lets all that is in motion come to rest, without any time passing. */
  settle(): Promise<void>;
  /** Time stands still until `work` is done: for what truly waits for the world outside, such as a file. */
  hold(work: Promise<unknown>): void;
  /** When the next timer is due, or undefined. */
  nextTimerAt(): number | undefined;
};

/** A clock that begins at `startAt`, in epoch milliseconds. The same calls in the same order always run the same way. */
export function createVirtualClock({ startAt }: { readonly startAt: number }): VirtualClock {
  const timers = createTimerHeap();
  let now = startAt;
  let order = 0;
  const held = new Set<Promise<unknown>>();

  const add = (at: number, run: () => void): Timer => {
    order += 1;
    const timer = { at: at > now ? at : now, order, run };
    timers.push(timer);
    return timer;
  };

  const settle = async (): Promise<void> => {
    await allMicrotasks();
    while (held.size > 0) {
      await Promise.all(held);
      await allMicrotasks();
    }
  };

  return {
    now: () => now,
    sleep: (milliseconds) => new Promise((resolve) => void add(now + milliseconds, resolve)),
    schedule(at, run) {
      const timer = add(at, run);
      return () => {
        timer.run = undefined;
      };
    },
    async runUntil(end) {
      if (end < now)
        throw new RangeError(`time cannot run back from ${new Date(now).toISOString()} to ${new Date(end).toISOString()}`);
      await settle();
      for (let timer = timers.peek(); timer !== undefined && timer.at <= end; timer = timers.peek()) {
        timers.pop();
        if (timer.run === undefined) continue;
        now = timer.at;
        timer.run();
        await settle();
      }
      now = end;
    },
    settle,
    hold(work) {
      const settled = work.then(forget, forget);
      held.add(settled);
      function forget(): void {
        held.delete(settled);
      }
    },
    nextTimerAt() {
      for (let timer = timers.peek(); timer !== undefined; timer = timers.peek()) {
        if (timer.run !== undefined) return timer.at;
        timers.pop();
      }
      return undefined;
    },
  };
}

/** An immediate runs when the queue of microtasks is empty, however long their chains are: about a microsecond. */
function allMicrotasks(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
