import type { Clock } from '@smartscale/lambda';

/** A clock that the world can also leave work with: `action` runs once, when the clock reaches `atEpochMilliseconds`. */
export type WorldClock = Clock & {
  at(atEpochMilliseconds: number, action: () => void): void;
};
