import type { Streak } from '@smartscale/events';
import { figure, plural } from './figure.ts';
import { abstained, found, type Reading, type SignalInput } from './signal.ts';
import { wholeWorkers, workersAtTarget } from './sizing.ts';
import { BREACH_SURVIVES_TICKS, extendStreak } from './streak.ts';

type Rule = { readonly scaleUpAbovePercent: number; readonly targetPercent: number; readonly samples: number };
type Measured = { readonly percent: number; readonly used: number; readonly allocatable: number };
type Resource = {
  readonly name: 'cpu' | 'memory';
  readonly label: string;
  readonly rule: Rule;
  readonly measured: Measured | null;
};

/** The rule that CPU and memory share: above the threshold for some samples, to the size that brings it to the target. */
export function senseUtilisation(input: SignalInput, { name, label, rule, measured }: Resource): Reading {
  const before = input.memory.streaks[name];
  const { ready, reporting } = input.load.workers;
  if (measured === null || measured.allocatable <= 0 || ready === 0 || reporting === 0) {
    return abstained({ name, unit: '%', because: `${label} ${input.absence}` }, before);
  }
  const { joined } = input;
  const { percent } = measured;
  const { scaleUpAbovePercent: threshold, targetPercent } = rule;
  const demand = workersAtTarget(measured, { joined, ready, reporting }, { targetPercent });
  const sized = wholeWorkers(demand);
  const finding = { name, value: percent, threshold, unit: '%' };

  if (percent > threshold) {
    const streak = extendStreak(before, input, BREACH_SURVIVES_TICKS);
    return found({ ...finding, ...wishAbove(streak, { sized, joined, label, rule, percent }) }, joined, {
      streak,
      pressing: true,
    });
  }
  // Below the threshold nothing is added, but the size still has its say on whether one can go.
  const desiredWorkers = Math.min(sized, joined);
  const because = `${label} ${figure(percent)} %${desiredWorkers === joined ? '' : ` fits ${plural(desiredWorkers, 'worker')}`}`;
  // The percentage at which one worker less is just enough: demand grows in proportion to it.
  const fits = demand > 0 ? (percent * (joined - 1)) / demand : threshold;
  return found({ ...finding, desiredWorkers, because, flip: flipBelow({ percent, threshold, fits, joined }) }, joined);
}

function wishAbove(streak: Streak, seen: { sized: number; joined: number; label: string; rule: Rule; percent: number }) {
  const { sized, joined, label, rule, percent } = seen;
  const { samples, scaleUpAbovePercent: threshold } = rule;
  const above = `${label} ${figure(percent)} % above ${figure(threshold)} %`;
  if (streak.samples < samples) {
    const flip = `would scale up after ${plural(samples - streak.samples, 'more sample')} above ${figure(threshold)} %`;
    return { desiredWorkers: joined, because: `${above} for ${streak.samples} of ${samples} samples`, flip };
  }
  const flip = `would hold at ${figure(threshold)} % or below, is ${figure(percent)} %`;
  return { desiredWorkers: Math.max(sized, joined + 1), because: `${above} for ${plural(streak.samples, 'sample')}`, flip };
}

/** Upwards at the threshold, downwards where one worker less would do: whichever is nearer. */
function flipBelow(seen: { percent: number; threshold: number; fits: number; joined: number }): string {
  const { percent, threshold, fits, joined } = seen;
  const is = `is ${figure(percent)} %`;
  if (joined > 0 && percent <= fits) return `would object above ${figure(fits)} %, ${is}`;
  if (joined > 1 && percent - fits < threshold - percent) return `would agree at ${figure(fits)} % or below, ${is}`;
  return `would scale up above ${figure(threshold)} %, ${is}`;
}
