import type { Lessons } from '../history/history.ts';
import { type Forecaster, forecasterOf } from './forecaster.ts';
import { dot, fitRobustly } from './least-squares.ts';
import { quantilesOf } from './spread.ts';

/** What the newest day counts in the profile of the day. */
const NEWEST_DAY = 0.25;
const RESIDUAL_DAYS = 14;
/** Examples lose half their count in so many days. */
const HALF_LIFE_DAYS = 10;
/** No more examples than this are fitted, spread evenly: what bounds the time of a forecast. Four weeks of steps of ten minutes have fewer. */
const MOST_EXAMPLES = 4_200;
const LEVEL_STEPS = 6;
const WEEK_DAYS = 7;
/** Yesterday and last week may be as far off the profile as all but one in twenty of their kind: a holiday counts for no more. */
const USUAL_SHARE = 0.95;

type Learnt = {
  /** What is usual at each lesson, and in the two days after them. */
  readonly profile: Float64Array;
  /** Mean of all lessons. */
  readonly usual: number;
  /** How far off the profile a day may be and still say something of the next one. */
  readonly mostOff: number;
  readonly weights: Float64Array;
  /** Of past misses, in units of the usual demand at their time. */
  readonly spread: readonly number[];
};

/**
 * The profile of the day, yesterday and last week at that time, level and trend, joined by weights that are fitted to the whole days
 * so far, for each horizon; around it the residuals of the last two weeks, in units of the usual level there.
 */
export const seasonalLevel: Forecaster = forecasterOf<Learnt>(
  { name: 'seasonal-level', what: 'profile of the day with level and trend, weighted as they explained the last weeks' },
  {
    learn,
    say({ profile, usual, mostOff, weights, spread }, { values, slotsPerDay }, { steps, lessons }) {
      const known = filled(values.subarray(lessons.from));
      const newest = known.length - 1;
      const usually = profile[newest + steps] ?? 0;
      const centre = usually + dot(weights, inputsOf({ values: known, profile, usual, mostOff, slotsPerDay }, newest, steps));
      return spread.map((residual) => centre + residual * (usual + usually));
    },
  },
);

function learn(lessons: Lessons, steps: number): Learnt {
  const { slotsPerDay } = lessons;
  const values = filled(lessons.values);
  const profile = profileOf(values, slotsPerDay);
  const usual = values.reduce((sum, value) => sum + value, 0) / values.length;
  const mostOff = usuallyOff(lessons.values, profile);
  const prepared = { values, profile, usual, mostOff, slotsPerDay };
  const newest = values.length - 1;
  const first = slotsPerDay + LEVEL_STEPS;
  const stride = Math.max(1, Math.ceil((newest - steps - first) / MOST_EXAMPLES));
  const inputs: Float64Array[] = [];
  const truths: number[] = [];
  const counts: number[] = [];
  const ages: number[] = [];
  const scales: number[] = [];
  for (let from = newest - steps; from >= first; from -= stride) {
    const truth = lessons.values[from + steps] ?? Number.NaN;
    if (Number.isNaN(truth) || Number.isNaN(lessons.values[from] ?? Number.NaN)) continue;
    const age = (newest - steps - from) / slotsPerDay;
    const usually = profile[from + steps] ?? 0;
    inputs.push(inputsOf(prepared, from, steps));
    truths.push(truth - usually);
    scales.push(usual + usually);
    counts.push(0.5 ** (age / HALF_LIFE_DAYS));
    ages.push(age);
  }
  const weights = fitRobustly({ inputs, truths: Float64Array.from(truths), counts: Float64Array.from(counts) });
  const residuals = truths.flatMap((truth, row) =>
    (ages[row] ?? 0) <= RESIDUAL_DAYS ? [(truth - dot(weights, inputs[row])) / (scales[row] ?? 1)] : [],
  );
  return { profile, usual, mostOff, weights, spread: quantilesOf(residuals) };
}

type Known = Pick<Learnt, 'profile' | 'usual' | 'mostOff'> & { readonly values: Float64Array; readonly slotsPerDay: number };

/** What the distance from the profile, `steps` after `from`, is explained by. */
function inputsOf({ values, profile, usual, mostOff, slotsPerDay }: Known, from: number, steps: number): Float64Array {
  const target = from + steps;
  const at = (index: number) => values[index] ?? values[0] ?? 0;
  const usually = (index: number) => profile[index] ?? 0;
  const now = at(from) - usually(from);
  let level = 0;
  for (let back = 0; back < LEVEL_STEPS; back += 1) level += at(from - back) - usually(from - back);
  const within = (off: number) => Math.max(-mostOff, Math.min(mostOff, off));
  const yesterday = within(at(target - slotsPerDay) - usually(target));
  const week = WEEK_DAYS * slotsPerDay;
  const lastWeek = target >= week ? within(at(target - week) - usually(target)) : 0;
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

function usuallyOff(values: Float64Array, profile: Float64Array): number {
  const off = values.map((value, index) => Math.abs(value - (profile[index] ?? 0))).filter((value) => !Number.isNaN(value));
  return off.sort()[Math.floor(USUAL_SHARE * (off.length - 1))] ?? 0;
}

/** Gaps are bridged by what was last known: inputs only, never a truth. */
function filled(values: Float64Array): Float64Array {
  const whole = Float64Array.from(values);
  let last = values.find((value) => !Number.isNaN(value)) ?? 0;
  for (let index = 0; index < whole.length; index += 1) {
    if (Number.isNaN(whole[index] ?? 0)) whole[index] = last;
    else last = whole[index] ?? 0;
  }
  return whole;
}

/**
 * What is usual at each step and two days beyond, by the days before it only: moved by the median of three days, so that one spike or
 * one holiday is not learnt.
 */
function profileOf(values: Float64Array, slotsPerDay: number): Float64Array {
  const profile = new Float64Array(values.length + 2 * slotsPerDay);
  for (let index = 0; index < profile.length; index += 1) {
    const before = index < slotsPerDay ? (values[index] ?? 0) : (profile[index - slotsPerDay] ?? 0);
    const [one = before, two = one, three = two] = [1, 2, 3].map((days) => values[index - days * slotsPerDay]);
    const median = Math.max(Math.min(one, two), Math.min(Math.max(one, two), three));
    profile[index] = before + NEWEST_DAY * (median - before);
  }
  return profile;
}
