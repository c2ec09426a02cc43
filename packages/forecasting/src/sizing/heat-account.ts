import { SAMPLE_MINUTES } from '../model/lately.ts';
import { COMFORT } from './outlook.ts';

/** Hot samples may come so many times as often as under the plain target, less a few that are held back for the start. */
const HEAT_OF_PLAIN = 0.8;
const HELD_BACK = 2;
/** Worker-minutes that a hot minute is charged for each hot sample above that, and at most. */
const CHARGE = 20;
const LARGEST_CHARGE = 400;
const MEMORY_SAMPLES = (7 * 1_440) / SAMPLE_MINUTES;

/** A running account of samples above 90 % of capacity, own ones beside a plain target's. It forgets over a week. Plain JSON. */
export type HeatAccount = { own: number; plain: number; plainServing: number };

export function openHeatAccount(): HeatAccount {
  return { own: 0, plain: 0, plainServing: 0 };
}

/** `plainWorkers` is what the plain target wants by this sample; it serves an evaluation later. */
export function enterHeat(account: HeatAccount, sample: { demand: number; serving: number; plainWorkers: number }): void {
  const { demand, serving, plainWorkers } = sample;
  const kept = 1 - 1 / MEMORY_SAMPLES;
  const plainServing = Math.min(account.plainServing, plainWorkers);
  account.own = account.own * kept + (demand > COMFORT * serving ? 1 : 0);
  account.plain = account.plain * kept + (demand > COMFORT * plainServing ? 1 : 0);
  account.plainServing = plainWorkers;
}

/** What a hot minute is charged now, in worker-minutes. */
export function chargeForHeat({ own, plain }: HeatAccount): number {
  return Math.min(LARGEST_CHARGE, Math.max(0, CHARGE * (own + HELD_BACK - HEAT_OF_PLAIN * plain)));
}
