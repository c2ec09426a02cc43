import type { Clock } from '@smartscale/lambda';

/** A clock that the world can also leave work with: `run` is called once, when time reaches `atEpochMilliseconds`. */
export type WorldClock = Clock & { schedule(atEpochMilliseconds: number, run: () => void): unknown };
