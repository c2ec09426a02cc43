import type { SignalEvidence, Streak } from '@smartscale/events';
import type { Situation } from '../situation.ts';

export type SignalInput = Situation;

/** What a signal found: the evidence that is recorded, and what it must remember until the next sample. */
export type Reading = {
  readonly evidence: SignalEvidence;
  /** Null: nothing to remember. */
  readonly streak: Streak | null;
  /** Beyond its threshold and yet without a wish, so far: the first thing to tell people when nothing is done. */
  readonly pressing?: boolean;
};

/** No wish is larger than the largest `max` a policy can have: a broken figure must not become a number no one can store. */
export const MOST_WORKERS = 1_000;

type Finding = {
  readonly name: string;
  readonly value: number;
  readonly threshold: number;
  readonly unit: string;
  readonly desiredWorkers: number;
  readonly because: string;
  readonly flip: string | null;
};

/** A signal's evidence; its verdict is nothing but its wish compared with the workers that have joined. */
export function found(finding: Finding, joined: number, state?: { streak?: Streak | null; pressing?: boolean }): Reading {
  const { name, value, threshold, unit, desiredWorkers, because, flip } = finding;
  return {
    evidence: { name, value, threshold, unit, desiredWorkers, verdict: verdictOf(desiredWorkers, joined), because, flip },
    streak: state?.streak ?? null,
    pressing: state?.pressing ?? false,
  };
}

function verdictOf(desiredWorkers: number, joined: number): 'up' | 'hold' | 'down' {
  if (desiredWorkers > joined) return 'up';
  return desiredWorkers < joined ? 'down' : 'hold';
}

/** A signal without anything to go by. What it remembered stays as it was: absence proves nothing, either way. */
export function abstained(about: { name: string; unit: string; because: string }, streak: Streak | undefined | null): Reading {
  const { name, unit, because } = about;
  const evidence: SignalEvidence = {
    ...{ name, value: null, threshold: null, unit, desiredWorkers: null },
    ...{ verdict: 'abstain', because, flip: null },
  };
  return { evidence, streak: streak ?? null };
}
