import { type History, type Lessons, type LocalHistory, lessonsOf, onLocalClock, reasonToAbstain } from '../history/history.ts';
import { remembered } from '../remembered.ts';
import { fingerprint } from './fingerprint.ts';

/** The quantiles that every forecast states. */
export const PROBABILITIES = [0.1, 0.5, 0.9, 0.95, 0.99] as const;

/** Demand foreseen for a moment: `minutes` after the newest step, one value for each of PROBABILITIES, rising. */
export type HorizonForecast = { readonly minutes: number; readonly quantiles: readonly number[] };

export type Forecast =
  | { readonly status: 'made'; readonly horizons: readonly HorizonForecast[] }
  | { readonly status: 'abstained'; readonly reason: string };

/** History in, quantiles for each horizon out. Horizons are minutes ahead, up to a day, multiples of the history's step. */
export type Forecaster = {
  readonly name: string;
  readonly what: string;
  readonly forecast: (history: History, horizonsMinutes: readonly number[]) => Forecast;
};

/** How one method foresees: what it learns from whole days for a horizon of `steps`, and what it then says of the present day. */
export type Method<Learnt> = {
  readonly learn: (lessons: Lessons, steps: number) => Learnt;
  readonly say: (
    learnt: Learnt,
    local: LocalHistory,
    ahead: { readonly steps: number; readonly lessons: Lessons },
  ) => readonly number[];
};

/** Some fleets, resources, forecasters and horizons at once. What was learnt is the same all day: learning is most of the work. */
const MOST_LEARNT = 64;

/** A forecaster from a method: it abstains where there is nothing to learn from, and quantiles never cross or fall below zero. */
export function forecasterOf<Learnt>(
  { name, what }: { readonly name: string; readonly what: string },
  { learn, say }: Method<Learnt>,
): Forecaster {
  const learnt = remembered<Learnt>(MOST_LEARNT);
  return {
    name,
    what,
    forecast(history, horizonsMinutes) {
      const prepared = prepare(history);
      if (typeof prepared === 'string') return { status: 'abstained', reason: prepared };
      const { local, lessons, key } = prepared;
      const horizons = horizonsMinutes.map((minutes) => {
        const steps = Math.round(minutes / history.stepMinutes);
        const knowledge = learnt(`${key} ${steps}`, () => learn(lessons, steps));
        let most = 0;
        const quantiles = say(knowledge, local, { steps, lessons }).map((value) => (most = Math.max(most, value)));
        return { minutes, quantiles };
      });
      return { status: 'made', horizons };
    },
  };
}

type Prepared = { readonly local: LocalHistory; readonly lessons: Lessons; readonly key: string };

/** All forecasters look at the same history; it is put on its clock once. */
const preparations = new WeakMap<History, Prepared | string>();

function prepare(history: History): Prepared | string {
  const known = preparations.get(history);
  if (known !== undefined) return known;
  const prepared = reasonToAbstain(history) ?? onClock(history);
  preparations.set(history, prepared);
  return prepared;
}

function onClock(history: History): Prepared {
  const local = onLocalClock(history);
  const lessons = lessonsOf(local);
  const { slotsPerDay, firstSlot, values } = lessons;
  return { local, lessons, key: `${slotsPerDay} ${firstSlot} ${values.length} ${fingerprint(values)}` };
}
