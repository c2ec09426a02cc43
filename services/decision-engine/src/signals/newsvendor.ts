import { explainWish } from '@smartscale/forecasting';
import { ask, type Question, questionOf } from '../sizing/question.ts';
import { turningPoint } from '../sizing/turning-point.ts';
import { figure } from './figure.ts';
import { abstained, found, type Reading, type SignalInput } from './signal.ts';

const ABOUT = { name: 'newsvendor', unit: 'workers of demand' };
/** An hour: before that, a demand is not known well enough to let a worker go for it. */
export const LEAST_SAMPLES = 30;

/**
 * As many workers as each is worth its cost, by the demand expected when a worker launched now would serve, at the policy's price
 * for squeezed demand. It takes the place of `idle`: it wants more or fewer workers, and sets scale-downs going.
 */
export function newsvendor(input: SignalInput): Reading {
  const question = questionOf(input);
  if (question === null) return abstained({ ...ABOUT, because: `demand ${input.absence}` }, null);
  const wish = ask(question);
  const { samples, ahead } = wish.evidence;
  if (samples < LEAST_SAMPLES) {
    return abstained({ ...ABOUT, because: `has seen ${samples} of ${LEAST_SAMPLES} samples of demand` }, null);
  }
  const value = ahead[0]?.expected ?? 0;
  const turning = turningOf(question, { wish: wish.workers, joined: input.joined });
  const threshold = hundredths(value + (turning?.shift ?? 0));
  const flip = turning && `${turning.would} at ${figure(threshold)} ${turning.side}, expects ${figure(value)}`;
  const because = `${explainWish(wish, question.settings)}; ${joinOf(question)}`;
  return found({ ...ABOUT, value: hundredths(value), threshold, desiredWorkers: wish.workers, because, flip }, input.joined);
}

type Turning = { readonly shift: number; readonly would: string; readonly side: string };

/** The nearest change of demand that would give another verdict. */
function turningOf(question: Question, { wish, joined }: { wish: number; joined: number }): Turning | null {
  const less = (would: string, isIt: (workers: number) => boolean): Turning | null => {
    const shift = turningPoint(question, 'less', isIt);
    return shift === null ? null : { shift, would, side: 'workers of demand or less' };
  };
  const more = (would: string, isIt: (workers: number) => boolean): Turning | null => {
    const shift = turningPoint(question, 'more', isIt);
    return shift === null ? null : { shift, would, side: 'workers of demand or more' };
  };
  if (wish > joined) return less('would hold', (workers) => workers <= joined);
  if (wish < joined) return more('would hold', (workers) => workers >= joined);
  const up = more('would scale up', (workers) => workers > joined);
  const down = less('would scale down', (workers) => workers < joined);
  if (up === null || down === null) return up ?? down;
  return up.shift <= -down.shift ? up : down;
}

function joinOf({ join }: Question): string {
  const seconds = `${Math.round(join.seconds)} s`;
  return join.isMeasured ? `a worker takes ${seconds} to join` : `none has joined yet, ${seconds} to join are assumed`;
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
