import type { Clock } from '@smartscale/lambda';

/** A clock that can also call back. `atEpochMilliseconds` in the past means as soon as possible, never at once. */
export type RuntimeClock = Clock & {
  schedule(atEpochMilliseconds: number, run: () => void): CancelTimer;
  /** A clock that stands when nobody runs it has this: all that needs no time comes to rest. */
  settle?(): Promise<void>;
};

/** Takes a callback back; without effect when it has run. */
export type CancelTimer = () => void;
