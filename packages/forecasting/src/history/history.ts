import { offsetsOf } from './time-zone-offset.ts';

/** Demand as recorded: one mean a step, oldest first; null where nothing was measured. The newest is the last. */
export type History = {
  /** Epoch milliseconds of the first step. */
  readonly startAt: number;
  readonly stepMinutes: number;
  readonly values: readonly (number | null)[];
  /** IANA name of the zone whose clock people live by; UTC when none is given. */
  readonly timeZone?: string;
};

/** Less history than this says nothing about habits. */
export const LEAST_DAYS = 7;
/** More of the last week than this missing, and its habits are guesses. */
const MOST_MISSING_SHARE = 0.2;
/** Values above this many times the 99th percentile are taken as that: one absurd spike is not learnt. */
const SPIKE_TIMES = 3;

/** Why nothing can be said from a history; null when something can. */
export function reasonToAbstain({ values, stepMinutes }: History): string | null {
  const perDay = 1_440 / stepMinutes;
  if (!Number.isInteger(perDay)) return `steps of ${stepMinutes} minutes do not divide a day`;
  const measured = values.filter((value) => value !== null);
  const days = values.length / perDay;
  if (days < LEAST_DAYS) return `${days.toFixed(1)} days of history, ${LEAST_DAYS} are needed`;
  const week = values.slice(-LEAST_DAYS * perDay);
  const missing = week.filter((value) => value === null).length / week.length;
  if (missing > MOST_MISSING_SHARE) return `${Math.round(100 * missing)} % of the last ${LEAST_DAYS} days is missing`;
  if (values.at(-1) === null) return 'the newest step was not measured';
  if (measured.every((value) => value === 0)) return 'demand was always zero';
  if (measured.every((value) => value === measured[0])) return `demand was always ${measured[0]}: there is nothing to foresee`;
  return null;
}

/** History on the local clock: a day always has the same number of slots, so that noon is noon before and after a clock change. */
export type LocalHistory = {
  readonly slotsPerDay: number;
  readonly stepMinutes: number;
  /** Slot of the day of the first value. */
  readonly firstSlot: number;
  /** NaN where nothing was measured, and in the hour that a clock change leaves out. */
  readonly values: Float64Array;
};

export function onLocalClock(history: History): LocalHistory {
  const { startAt, stepMinutes, values, timeZone = 'UTC' } = history;
  const stepMs = stepMinutes * 60_000;
  const offsetAt = offsetsOf(timeZone);
  const localSlot = (index: number) => {
    const at = startAt + index * stepMs;
    return Math.floor((at + offsetAt(at)) / stepMs);
  };
  const first = localSlot(0);
  const local = new Float64Array(localSlot(values.length - 1) - first + 1).fill(Number.NaN);
  const most = SPIKE_TIMES * percentile99(values);
  for (const [index, value] of values.entries()) {
    const slot = localSlot(index) - first;
    if (value !== null && slot >= 0 && slot < local.length) local[slot] = Math.min(value, most);
  }
  const slotsPerDay = 1_440 / stepMinutes;
  return { slotsPerDay, stepMinutes, firstSlot: first % slotsPerDay, values: local };
}

/** The whole days of a history on its clock, up to its last midnight: what habits are learnt from, once a day. */
export type Lessons = LocalHistory & {
  /** Index of the first lesson among the values of the history. */
  readonly from: number;
};

/** More whole days than this are not looked at. */
const LESSON_DAYS = 28;

export function lessonsOf(local: LocalHistory): Lessons {
  const { values, slotsPerDay, firstSlot } = local;
  const end = values.length - ((firstSlot + values.length) % slotsPerDay);
  const from = Math.max(0, end - LESSON_DAYS * slotsPerDay);
  return { ...local, from, firstSlot: (firstSlot + from) % slotsPerDay, values: values.subarray(from, end) };
}

function percentile99(values: readonly (number | null)[]): number {
  const sorted = Float64Array.from(values.filter((value) => value !== null)).toSorted();
  return sorted[Math.floor(0.99 * (sorted.length - 1))] ?? 0;
}
