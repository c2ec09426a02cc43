import { systemClock } from '@smartscale/lambda';
import type { RuntimeClock } from './runtime-clock.ts';

/** setTimeout holds its delay in 31 bits; a longer wait is cut into pieces. */
const LONGEST_TIMEOUT_MILLISECONDS = 2 ** 31 - 1;

/** The machine's time. */
export function createRealClock(): RuntimeClock {
  return {
    ...systemClock,
    schedule(at, run) {
      let timeout: NodeJS.Timeout;
      const wait = () => {
        const delay = Math.max(0, at - Date.now());
        const isLast = delay <= LONGEST_TIMEOUT_MILLISECONDS;
        timeout = setTimeout(isLast ? run : wait, Math.min(delay, LONGEST_TIMEOUT_MILLISECONDS));
      };
      wait();
      return () => clearTimeout(timeout);
    },
  };
}
