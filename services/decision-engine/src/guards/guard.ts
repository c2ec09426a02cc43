import type { Proposal } from '../proposal.ts';
import type { Situation } from '../situation.ts';

/** A reason not to do what the signals propose. */
export type Guard = {
  readonly name: string;
  /** The proposals it has a say in; it is neither asked nor recorded for others. */
  readonly judges: readonly Proposal['action'][];
  /** False: a fleet below its minimum is restored all the same. */
  readonly bindsMinimum: boolean;
  /** False: it is neither asked nor recorded this time. Left out: it always is. */
  readonly concerns?: (situation: Situation) => boolean;
  /** Why not, as a clause for people; null when it has no objection. Pure. */
  readonly objects: (situation: Situation, proposal: Proposal) => string | null;
};
