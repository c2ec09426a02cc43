import type { KnownDemand } from '../command.ts';

/** What a model is made of, and where in the scaling stream its DemandLearned is; null for one that began from nothing. */
export type Lineage = KnownDemand['basis'] & { readonly learnedPosition: number | null };

/** Samples that a model which begins from nothing takes in: a week. */
export const MOST_SAMPLES = 5_040;
/** What is learnt is written down each time so many samples have come: once a day. */
export const LEARN_EVERY = 720;

/**
 * What the model of a sample is to be made of: as that of the last decision that had one. After a long time without, only the last week is
 * taken in.
 */
export function lineageOf(samplePosition: number, last: Lineage | null): Lineage {
  const oldest = Math.max(1, samplePosition - MOST_SAMPLES + 1);
  if (last === null) return { learnedId: null, from: oldest, learnedPosition: null };
  return last.from >= oldest ? last : { ...last, from: oldest };
}

export function isLearnDue(samplePosition: number, { from }: KnownDemand['basis']): boolean {
  return samplePosition - from + 1 >= LEARN_EVERY;
}

export function isSameLineage(a: KnownDemand['basis'], b: KnownDemand['basis']): boolean {
  return a.learnedId === b.learnedId && a.from === b.from;
}
