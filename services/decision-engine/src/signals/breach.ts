import type { Streak } from '@smartscale/events';
import { plural } from './figure.ts';

export type Breach = {
  readonly streak: Streak;
  /** Samples in a row that it takes. */
  readonly samples: number;
  /** What is beyond its threshold, the threshold and the value, as people read them: "CPU", "70 %", "78 %". */
  readonly label: string;
  readonly threshold: string;
  readonly value: string;
  /** Workers that would be enough. */
  readonly needed: number;
  readonly joined: number;
};

/** What a value above its threshold comes to: one worker more at least once it has lasted, and until then what is missing. */
export function senseBreach(breach: Breach): { desiredWorkers: number; because: string; flip: string } {
  const { streak, samples, label, threshold, value, needed, joined } = breach;
  const above = `${label} ${value} above ${threshold}`;
  if (streak.samples < samples) {
    return {
      desiredWorkers: joined,
      because: `${above} for ${streak.samples} of ${samples} samples`,
      flip: `would scale up after ${plural(samples - streak.samples, 'more sample')} above ${threshold}`,
    };
  }
  return {
    desiredWorkers: Math.max(needed, joined + 1),
    because: `${above} for ${plural(streak.samples, 'sample')}`,
    flip: `would hold at ${threshold} or below, is ${value}`,
  };
}
