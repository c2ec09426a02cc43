import { createSeededRandom } from '@smartscale/runtime';

/** A seeded stream of chance. The same seed and name give the same numbers on every machine. */
export type Random = {
  /** At least 0, below 1. */
  next(): number;
  between(low: number, high: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** Exponentially distributed: the time to the next of events that come at a constant rate. */
  exponential(mean: number): number;
};

/**
 * The stream of a name under a seed. Streams of different names know nothing of each other, so that drawing once more in one
 * place changes nothing elsewhere.
 */
export function randomStream(seed: string | number, name: string): Random {
  const next = createSeededRandom(`${seed}\n${name}`);
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    chance: (probability) => next() < probability,
    exponential: (mean) => -mean * Math.log(1 - next()),
  };
}

/** One number in [0, 1) that depends on seed and name alone. */
export function randomOf(seed: string | number, name: string): number {
  return randomStream(seed, name).next();
}
