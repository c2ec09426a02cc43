import type { RecordedEvent } from '@smartscale/events';
import { failed, type Judgement, ok, unknown, warning } from '../finding.ts';

/** One may be on its way. */
const SAMPLES_ON_THE_WAY = 1;
const SAMPLES_UNTIL_FAILED = 3;

export type DecisionFacts = {
  readonly newestDecision: RecordedEvent<'ScaleDecided'> | undefined;
  /** Position of the newest event of the metrics stream; 0 for none. */
  readonly newestSamplePosition: number;
};

/** Every sample, and every miss, is decided on. */
export function judgeDecisions({ newestDecision, newestSamplePosition }: DecisionFacts): Judgement {
  if (newestSamplePosition === 0) return unknown('there is no sample to decide on', 'see the check "samples"');
  const decided = newestDecision?.data.basis.samplePosition ?? 0;
  const behind = newestSamplePosition - decided;
  const toDo = 'see the checks "relay" and "dead letters", and the log of the decision-engine';
  if (newestDecision === undefined || behind > SAMPLES_UNTIL_FAILED) {
    return failed(`${behind} samples wait for a decision`, toDo);
  }
  if (behind > SAMPLES_ON_THE_WAY) return warning(`${behind} samples wait for a decision`, toDo);
  const { action, reason } = newestDecision.data;
  return ok(`they follow the samples; the last one: ${action}, ${reason}`);
}
