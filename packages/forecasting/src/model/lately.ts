/** Samples in a day and in an hour, one every two minutes. */
export const SAMPLE_MINUTES = 2;
const SLOTS_OF_A_DAY = 720;
const SLOTS_OF_AN_HOUR = 30;
/** What the newest day or hour counts in a profile. */
const NEWEST_DAY = 0.2;
const NEWEST_HOUR = 0.1;
/** What the newest sample counts in the averages of about five, twenty and sixty minutes. */
const FAST = 0.33;
const MIDDLE = 0.1;
const SLOW = 0.03;

/** What demand was lately, and what it usually does at a minute of the day and of the hour. Plain JSON, changed in place. */
export type Lately = {
  /** The last four samples, newest first. */
  readonly last: [number, number, number, number];
  fast: number;
  middle: number;
  slow: number;
  /** How far demand lies above its average of twenty minutes, and how far forecasts miss, by slot. */
  readonly day: { readonly above: number[]; readonly missed: number[] };
  readonly hour: { readonly above: number[]; readonly missed: number[] };
};

export function nothingLately(): Lately {
  const zeros = (count: number) => new Array<number>(count).fill(0);
  return {
    last: [0, 0, 0, 0],
    fast: 0,
    middle: 0,
    slow: 0,
    day: { above: zeros(SLOTS_OF_A_DAY), missed: zeros(SLOTS_OF_A_DAY) },
    hour: { above: zeros(SLOTS_OF_AN_HOUR), missed: zeros(SLOTS_OF_AN_HOUR) },
  };
}

/** Begins anew at a demand, after a gap or at the start; what is known of days and hours stays. */
export function restart(lately: Lately, demand: number): void {
  lately.last.fill(demand);
  lately.fast = demand;
  lately.middle = demand;
  lately.slow = demand;
}

/** `slot` counts two-minute slots; only its place in the day and in the hour matters. */
export function remember(lately: Lately, slot: number, demand: number): void {
  const { last, day, hour } = lately;
  last[3] = last[2];
  last[2] = last[1];
  last[1] = last[0];
  last[0] = demand;
  lately.fast += FAST * (demand - lately.fast);
  lately.middle += MIDDLE * (demand - lately.middle);
  lately.slow += SLOW * (demand - lately.slow);
  towards(day.above, slot, demand - lately.middle, NEWEST_DAY);
  towards(hour.above, slot, demand - lately.middle, NEWEST_HOUR);
}

export function rememberMiss(lately: Lately, slot: number, miss: number): void {
  towards(lately.day.missed, slot, miss, NEWEST_DAY);
  towards(lately.hour.missed, slot, miss, NEWEST_HOUR);
}

export const LEVEL_INPUTS = 13;
export const SPREAD_INPUTS = 9;

/** Two moments ahead that are explained together, in samples. */
export type Pair = readonly [near: number, far: number];

/** What the level ahead is explained by, relative to the fast average. */
export function levelInputs({ last, fast, middle, slow, day, hour }: Lately, slot: number, pair: Pair): number[] {
  const [near, far] = [slot + pair[0], slot + pair[1]];
  return [
    last[0] - fast,
    last[1] - fast,
    last[2] - fast,
    last[3] - fast,
    middle - fast,
    slow - fast,
    0.1,
    0.1 * Math.abs(last[0] - last[1]),
    0.3 * fast,
    slotOf(day.above, near) - slotOf(day.above, slot),
    Math.max(slotOf(day.above, near), slotOf(day.above, far)),
    slotOf(hour.above, near) - slotOf(hour.above, slot),
    slotOf(hour.above, near),
  ];
}

/** What the spread around it is explained by: how far forecasts missed lately and usually miss then, and how restless demand is. */
export function spreadInputs(
  { last, day, hour }: Lately,
  at: { slot: number; ahead: number; pair: Pair; level: number; misses: readonly number[] },
): number[] {
  const { slot, ahead, pair, level, misses } = at;
  return [
    ...misses,
    0.05,
    0.05 * level,
    0.3 * Math.abs(last[0] - last[1]),
    slotOf(day.missed, slot + ahead),
    Math.max(slotOf(day.missed, slot), slotOf(day.missed, slot + pair[0]), slotOf(day.missed, slot + pair[1])),
    slotOf(hour.missed, slot + ahead),
  ];
}

function slotOf(slots: readonly number[], slot: number): number {
  return slots[slot % slots.length] as number;
}

function towards(slots: number[], slot: number, value: number, share: number): void {
  const index = slot % slots.length;
  slots[index] = (slots[index] as number) + share * (value - (slots[index] as number));
}
