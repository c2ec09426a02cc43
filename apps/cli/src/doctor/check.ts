import type { Judgement, Phase } from './finding.ts';

/** One question. It asks nothing before `judge` is called, and `judge` may throw: what could not be asked is a finding too. */
export type Check = {
  readonly name: string;
  readonly phase: Phase;
  /** What one must be allowed to do for an answer, such as `sqs:GetQueueAttributes`. */
  readonly right: string;
  readonly judge: () => Promise<Judgement>;
};
