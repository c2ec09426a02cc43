import { SAMPLE_MINUTES } from '../model/lately.ts';

const WINDOW = 6;
const TARGET = 0.7;
/** Launches may come so many times as often as a plain target of 70 % would launch. */
const LAUNCHES_OF_PLAIN = 1.6;
/** Worker-minutes that taking one worker away is charged for each launch above that, and at most. */
const CHARGE = 0.04;
const LARGEST_CHARGE = 8;
const MEMORY_SAMPLES = (7 * 1_440) / SAMPLE_MINUTES;

/**
 * A running account of launches, own ones beside those that `ceil(demand / 0.7)`, the largest of ten minutes, would have made.
 * It forgets over a week. Plain JSON, changed in place.
 */
export type LaunchAccount = { own: number; plain: number; plainWorkers: number; wishes: number[] };

export function openAccount(): LaunchAccount {
  return { own: 0, plain: 0, plainWorkers: 0, wishes: [] };
}

export function enterSample(
  account: LaunchAccount,
  demand: number,
  limits: { readonly min: number; readonly max: number },
): void {
  account.wishes = [Math.ceil(demand / TARGET), ...account.wishes.slice(0, WINDOW - 1)];
  const workers = Math.min(limits.max, Math.max(limits.min, ...account.wishes));
  const kept = 1 - 1 / MEMORY_SAMPLES;
  account.own *= kept;
  account.plain = account.plain * kept + Math.max(0, workers - Math.max(limits.min, account.plainWorkers));
  account.plainWorkers = workers;
}

export function enterLaunches(account: LaunchAccount, launches: number): void {
  account.own += launches;
}

/** What taking a worker away is charged now, in worker-minutes, so that it does not go only to be launched again. */
export function chargeForDown({ own, plain }: LaunchAccount): number {
  return Math.min(LARGEST_CHARGE, Math.max(0, CHARGE * (own - LAUNCHES_OF_PLAIN * plain)));
}
