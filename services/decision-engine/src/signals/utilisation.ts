import { senseBreach } from './breach.ts';
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
  const { joined } = input;
  const { ready, reporting } = input.load.workers;
  const before = input.memory.streaks[name];
  if (measured === null || measured.allocatable <= 0 || ready === 0 || reporting === 0) {
    return abstained({ name, unit: '%', because: `${label} ${input.absence}` }, before);
  }
  const { percent } = measured;
  const demand = workersAtTarget(measured, { joined, ready, reporting }, rule);
  const finding = { name, value: percent, threshold: rule.scaleUpAbovePercent, unit: '%' };

  if (percent > rule.scaleUpAbovePercent) {
    const streak = extendStreak(before, input, BREACH_SURVIVES_TICKS);
    const shown = { label, threshold: show(rule.scaleUpAbovePercent), value: show(percent) };
    const breach = senseBreach({ streak, samples: rule.samples, ...shown, needed: wholeWorkers(demand), joined });
    return found({ ...finding, ...breach }, joined, { streak, pressing: true });
  }
  // Below the threshold nothing is added, but the size still has its say on whether one can go.
  const desiredWorkers = Math.min(wholeWorkers(demand), joined);
  const fit = desiredWorkers === joined ? 'needs every worker' : `fits ${plural(desiredWorkers, 'worker')}`;
  const because = `${label} ${show(percent)} ${fit}`;
  const flip = flipBelow({ percent, threshold: rule.scaleUpAbovePercent, demand, joined });
  return found({ ...finding, desiredWorkers, because, flip }, joined);
}

/** Upwards at the threshold, downwards where one worker less would just do: whichever is nearer. */
function flipBelow(seen: { percent: number; threshold: number; demand: number; joined: number }): string {
  const { percent, threshold, demand, joined } = seen;
  // Demand grows in proportion to the percentage.
  const fits = demand > 0 ? (percent * (joined - 1)) / demand : threshold;
  if (joined > 0 && percent <= fits) return `would object above ${show(Math.min(fits, threshold))}, is ${show(percent)}`;
  if (joined > 1 && percent - fits < threshold - percent) return `would agree at ${show(fits)} or below, is ${show(percent)}`;
  return `would scale up above ${show(threshold)}, is ${show(percent)}`;
}

function show(percent: number): string {
  return `${figure(percent)} %`;
}
