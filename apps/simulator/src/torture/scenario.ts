import type { Demand } from '@smartscale/backtest/traces';
import { type Random, randomStream } from '../world/random.ts';
import { ALL_FAULT_KINDS, FAULT_KINDS, type FaultKind } from './fault-kinds.ts';

export const MINUTE = 60_000;
const DAY_MINUTES = 1_440;

/** A fault of a plan: data, so that it can be kept, dropped or shortened. Minutes count from the beginning of the story. */
export type Fault = {
  /** Names its stream of chance: the others can be dropped without changing what this one does. */
  readonly id: number;
  readonly kind: FaultKind;
  readonly from: number;
  readonly until: number;
  readonly percent: number;
  readonly amount: number;
  readonly variant: string;
};

/** All that a story is made of. The same scenario is the same story, to the millisecond. */
export type Scenario = {
  readonly seed: number;
  /** Hostile time; a calm tail follows. */
  readonly minutes: number;
  /** In the order of `from`. */
  readonly faults: readonly Fault[];
};

/** The calm after the last fault: long enough for a fleet of ten to come down to two, a step every twelve minutes. */
export const CALM_MINUTES = 180;
/** Epoch milliseconds. */
export const STORY_BEGINS_AT = Date.parse('2026-06-01T00:00:00.000Z');

/** One kind in two takes part in a seed: a mix of few kinds gets deeper than one of all. */
const TAKES_PART = 0.5;
const MEAN_FAULTS_A_DAY = 1.7;
const FIRST_MINUTE = 20;

/** The story of a seed. Pure. */
export function scenarioOf(seed: number, days: number): Scenario {
  const random = randomStream(seed, 'scenario');
  const minutes = Math.round(days * DAY_MINUTES);
  const kinds = ALL_FAULT_KINDS.filter(() => random.chance(TAKES_PART));
  const planned: Fault[] = [];
  for (const kind of kinds) {
    const mean = DAY_MINUTES / MEAN_FAULTS_A_DAY;
    for (let at = FIRST_MINUTE + random.exponential(mean); at < minutes; at += random.exponential(mean)) {
      planned.push(faultOf(kind, { id: planned.length, from: Math.floor(at), end: minutes, random }));
    }
  }
  return { seed, minutes, faults: planned.toSorted((one, other) => one.from - other.from || one.id - other.id) };
}

function faultOf(kind: FaultKind, plan: { id: number; from: number; end: number; random: Random }): Fault {
  const { id, from, end, random } = plan;
  const { minutes, percent = [100, 100], amount = [0, 0], variants = [''] } = FAULT_KINDS[kind];
  const whole = ([least, most]: readonly [number, number]) => least + Math.floor(random.next() * (most - least + 1));
  // Short ones more often than long ones.
  const lasts = Math.round(minutes[0] * (minutes[1] / minutes[0]) ** random.next());
  const variant = variants[Math.floor(random.next() * variants.length)] ?? '';
  return { id, kind, from, until: Math.min(end, from + lasts), percent: whole(percent), amount: whole(amount), variant };
}

/** Demand of a story: a day's swing, noise and bursts, then level in the calm, so that a fleet can come to rest. */
export function demandOf({ seed, minutes }: Pick<Scenario, 'seed' | 'minutes'>): Demand {
  const random = randomStream(seed, 'demand');
  const middle = random.between(2, 6);
  const swing = random.between(0.5, middle);
  const phase = random.between(0, 2 * Math.PI);
  const level = random.between(0.5, 3);
  const workers = new Float64Array(minutes + CALM_MINUTES + 60);
  let burst = 0;
  for (let minute = 0; minute < workers.length; minute += 1) {
    burst = random.chance(1 / 240) ? random.between(-3, 6) : burst * 0.97;
    const wave = middle + swing * Math.sin(phase + (2 * Math.PI * minute) / DAY_MINUTES);
    const noise = random.between(-0.15, 0.15);
    workers[minute] = minute < minutes ? Math.max(0, wave + burst + noise) : level;
  }
  return { name: `seed ${seed}`, startAt: STORY_BEGINS_AT, workers, repeatMinutes: workers.length };
}
