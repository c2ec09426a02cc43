import { randomOf } from '../random.ts';

const WEEK_MILLISECONDS = 7 * 86_400_000;
const LOSS_MILLISECONDS = 2 * 3_600_000;

/** One zone is gone from `from` (inclusive) until `until` (exclusive); epoch milliseconds. */
export type ZoneLoss = { readonly zone: string; readonly from: number; readonly until: number };

/** The loss of the week that `now` lies in: once a week, for two hours, some zone at some time of the first six days. */
export function zoneLossOfWeek(seed: string | number, zones: readonly string[], now: number): ZoneLoss {
  const week = Math.floor(now / WEEK_MILLISECONDS);
  const zone = zones[Math.floor(randomOf(seed, `zone-loss/${week}/zone`) * zones.length)] ?? '';
  const minutes = Math.floor(randomOf(seed, `zone-loss/${week}/time`) * 6 * 1_440);
  const from = week * WEEK_MILLISECONDS + minutes * 60_000;
  return { zone, from, until: from + LOSS_MILLISECONDS };
}

export function isDuring(loss: ZoneLoss, now: number): boolean {
  return loss.from <= now && now < loss.until;
}
