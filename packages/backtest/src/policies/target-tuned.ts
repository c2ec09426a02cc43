import { EVALUATION_MINUTES, type PlayOptions, play } from '../engine/play.ts';
import type { Scaler } from '../engine/scaler.ts';
import type { Outcome } from '../engine/tally.ts';

const UTILISATIONS = [0.54, 0.585, 0.63, 0.7, 0.72, 0.765, 0.81, 0.855, 0.9];
const WINDOWS = [1, 2, 3, 5, 8, 12, 20];

export type TunedRun = { readonly utilisation: number; readonly evaluations: number; readonly outcome: Outcome };

/**
 * All targets of the grid, each with the largest wish of its window, played on a demand. Whoever picks the cheapest of them knows
 * the trace in hindsight: a bar to measure by, not a policy that anybody could have run.
 */
export function playTargets(demand: Float64Array, options: PlayOptions): readonly TunedRun[] {
  return WINDOWS.flatMap((evaluations) => {
    const largest = largestOfWindow(demand, { evaluations, ageMinutes: options.sampleAgeMinutes ?? 0 });
    return UTILISATIONS.map((utilisation) => {
      const scaler: Scaler = ({ minute }) => Math.ceil((largest[minute / EVALUATION_MINUTES] ?? 0) / utilisation);
      return { utilisation, evaluations, outcome: play(demand, scaler, options) };
    });
  });
}

/** The largest sample of the last evaluations, at each evaluation: the same for all targets. */
function largestOfWindow(
  demand: Float64Array,
  window: { readonly evaluations: number; readonly ageMinutes: number },
): Float64Array {
  const largest = new Float64Array(Math.ceil(demand.length / EVALUATION_MINUTES));
  const seen = (evaluation: number) => demand[Math.max(0, evaluation * EVALUATION_MINUTES - window.ageMinutes)] ?? 0;
  for (let evaluation = 0; evaluation < largest.length; evaluation += 1) {
    let most = 0;
    for (let back = Math.max(0, evaluation - window.evaluations + 1); back <= evaluation; back += 1)
      most = Math.max(most, seen(back));
    largest[evaluation] = most;
  }
  return largest;
}
