import type { WorldClock } from '../world/world-clock.ts';

export type ManualClock = WorldClock & {
  /** Lets time pass and does in order what was left for it. Sleepers wake between the steps. */
  advance(milliseconds: number): Promise<void>;
};

type Entry = { readonly at: number; readonly action: () => void };

/** A clock for tests that goes only when told to. */
export function createManualClock(startAt: number): ManualClock {
  let now = startAt;
  const entries: Entry[] = [];
  const schedule = (when: number, action: () => void) => {
    entries.push({ at: Math.max(now, when), action });
    entries.sort((one, other) => one.at - other.at);
  };
  return {
    now: () => now,
    schedule,
    sleep: (milliseconds) => new Promise((resolve) => schedule(now + milliseconds, resolve)),
    async advance(milliseconds) {
      const end = now + milliseconds;
      for (let first = entries[0]; first && first.at <= end; first = entries[0]) {
        entries.shift();
        now = first.at;
        first.action();
        await new Promise(setImmediate);
      }
      now = end;
    },
  };
}
