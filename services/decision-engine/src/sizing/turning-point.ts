import { ask, type Question } from './question.ts';

/** Demand is told apart to a hundredth of a worker. */
const STEP = 0.01;

/**
 * The least change of all demand, in workers, in whole hundredths and in one direction, with which the wish is of the kind that is looked for.
 * Null when there is none: the limits of the fleet stand before it. A wish never falls when demand rises, so it is found by halving.
 */
export function turningPoint(
  question: Question,
  direction: 'more' | 'less',
  isIt: (workers: number) => boolean,
): number | null {
  const sign = direction === 'more' ? 1 : -1;
  const holds = (steps: number) => isIt(ask(question, sign * steps * STEP).workers);
  let [without, withIt] = [0, stepsToTheEnd(question, direction)];
  if (!holds(withIt)) return null;
  while (withIt - without > 1) {
    const middle = Math.floor((without + withIt) / 2);
    if (holds(middle)) withIt = middle;
    else without = middle;
  }
  return sign * withIt * STEP;
}

/** As far as demand can matter: down to nothing, or up to twice the largest fleet. */
function stepsToTheEnd({ state, settings }: Question, direction: 'more' | 'less'): number {
  const expected = (state.model.forecasts[0]?.ahead ?? []).map((ahead) => ahead.expected);
  const workers = direction === 'more' ? 2 * settings.max : Math.max(...expected, state.model.lately.last[0]);
  return Math.max(1, Math.ceil(workers / STEP));
}
