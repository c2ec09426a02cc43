import type { LocalHistory } from '../history/history.ts';
import { type Forecaster, forecasterOf } from './forecaster.ts';
import { dot, fitRobustly } from './least-squares.ts';
import { spreadAround } from './spread.ts';

/** What the newest day counts in the profile of the day. */
const NEWEST_DAY = 0.25;
const RESIDUAL_DAYS = 14;
/** Examples lose half their count in so many days. */
const HALF_LIFE_DAYS = 10;
/** No more examples than this are fitted, spread evenly: what bounds the time of a forecast. */
const MOST_EXAMPLES = 3_000;
const LEVEL_STEPS = 6;

/**
 * The profile of the day, yesterday and last week at that time, level and trend, joined by weights that are fitted to the history
 * anew for each horizon; around it the residuals of the last two weeks, in units of the usual level there.
 */
export const seasonalLevel: Forecaster = forecasterOf({
  name: 'seasonal-level',
  what: 'profile of the day with level and trend, weighted as they explained the last weeks',
  method: (local) => {
    const values = filled(local);
    const profile = profileOf(values, local.slotsPerDay);
    const usual = values.reduce((sum, value) => sum + value, 0) / values.length;
    return (steps) => foresee({ values, profile, local, usual }, steps);
  },
});

type Prepared = {
  readonly values: Float64Array;
  readonly profile: Float64Array;
  readonly local: LocalHistory;
  readonly usual: number;
};

function foresee(prepared: Prepared, steps: number): readonly number[] {
  const { values, local, usual, profile } = prepared;
  const newest = values.length - 1;
  const first = local.slotsPerDay + LEVEL_STEPS;
  const stride = Math.max(1, Math.ceil((newest - steps - first) / MOST_EXAMPLES));
  const inputs: Float64Array[] = [];
  const truths: number[] = [];
  const counts: number[] = [];
  const ages: number[] = [];
  const scales: number[] = [];
  for (let from = newest - steps; from >= first; from -= stride) {
    const truth = local.values[from + steps] ?? Number.NaN;
    if (Number.isNaN(truth) || Number.isNaN(local.values[from] ?? Number.NaN)) continue;
    const age = (newest - steps - from) / local.slotsPerDay;
    inputs.push(inputsOf(prepared, from, steps));
    truths.push(truth - (profile[from + steps] ?? 0));
    scales.push(usual + (profile[from + steps] ?? 0));
    counts.push(0.5 ** (age / HALF_LIFE_DAYS));
    ages.push(age);
  }
  const weights = fitRobustly({ inputs, truths: Float64Array.from(truths), counts: Float64Array.from(counts) });
  const centre = (profile[newest + steps] ?? 0) + dot(weights, inputsOf(prepared, newest, steps));
  const scale = usual + (profile[newest + steps] ?? 0);
  const residuals = truths.flatMap((truth, row) =>
    (ages[row] ?? 0) <= RESIDUAL_DAYS ? [((truth - dot(weights, inputs[row])) * scale) / (scales[row] ?? 1)] : [],
  );
  return spreadAround(centre, residuals);
}

/** What the distance from the profile, `steps` after `from`, is explained by. */
function inputsOf({ values, profile, local, usual }: Prepared, from: number, steps: number): Float64Array {
  const target = from + steps;
  const at = (index: number) => values[index] ?? values[0] ?? 0;
  const usually = (index: number) => profile[index] ?? 0;
  const now = at(from) - usually(from);
  let level = 0;
  for (let back = 0; back < LEVEL_STEPS; back += 1) level += at(from - back) - usually(from - back);
  const yesterday = at(target - local.slotsPerDay) - usually(target);
  const week = 7 * local.slotsPerDay;
  const lastWeek = target >= week ? at(target - week) - usually(target) : 0;
  const before = at(from - 1) - usually(from - 1);
  return Float64Array.of(
    now,
    now - before,
    level / LEVEL_STEPS,
    at(from) - usually(target),
    at(from) - at(from - 1),
    yesterday,
    lastWeek,
    0.1 * usual,
  );
}

/** Gaps are bridged by what was last known: inputs only, never a truth. */
function filled({ values }: LocalHistory): Float64Array {
  const whole = Float64Array.from(values);
  let last = values.find((value) => !Number.isNaN(value)) ?? 0;
  for (let index = 0; index < whole.length; index += 1) {
    if (Number.isNaN(whole[index] ?? 0)) whole[index] = last;
    else last = whole[index] ?? 0;
  }
  return whole;
}

/** What is usual at each step and a day beyond, by the days before it only: moved by the median of three, so that one spike is not learnt. */
function profileOf(values: Float64Array, slotsPerDay: number): Float64Array {
  const profile = new Float64Array(values.length + slotsPerDay);
  for (let index = 0; index < profile.length; index += 1) {
    const before = index < slotsPerDay ? (values[index] ?? 0) : (profile[index - slotsPerDay] ?? 0);
    const [one = before, two = one, three = two] = [1, 2, 3].map((days) => values[index - days * slotsPerDay]);
    const median = Math.max(Math.min(one, two), Math.min(Math.max(one, two), three));
    profile[index] = before + NEWEST_DAY * (median - before);
  }
  return profile;
}
