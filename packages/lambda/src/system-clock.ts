import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from './invocation.ts';

/** The machine's own time: what production dependencies use. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => pause(milliseconds),
};
