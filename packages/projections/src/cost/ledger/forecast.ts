import { type FixedCosts, fixedUsdPerHour } from './fixed-costs.ts';
import type { LedgerState } from './ledger-state.ts';
import { linesOf, type MachineCosts, sumOf } from './lines.ts';
import { DAY_MILLISECONDS } from './month.ts';
import { hoursOf } from './rating.ts';

const DAYS_OF_A_WEEK = 7;

/** What a whole month will have cost, and what that rests on; or why nothing can be said. */
export type MonthForecast =
  | { readonly kind: 'forecast'; readonly usd: number; readonly days: number; readonly unknownHours: number }
  | { readonly kind: 'none'; readonly because: string };

/**
 * The rest of the month as the last whole days were, at most seven, over and over: hour of day and, with seven of them, day of the week
 * are where they were. Fixed costs go on.
 */
export function forecastMonth(
  state: LedgerState,
  options: {
    readonly now: number;
    readonly monthEnd: number;
    readonly soFarUsd: number;
    readonly machine: MachineCosts;
    readonly fixed: FixedCosts;
  },
): MonthForecast {
  const { now, monthEnd, machine, fixed } = options;
  if (now >= monthEnd) return { kind: 'none', because: 'the month is over' };
  const lived = now - (state.since ?? now);
  const days = Math.min(DAYS_OF_A_WEEK, Math.floor(lived / DAY_MILLISECONDS));
  if (days < 1) return { kind: 'none', because: 'the fleet is younger than a day' };
  const period = days * DAY_MILLISECONDS;
  const begin = now - period;
  const workers = (from: number, to: number) => sumOf(linesOf(state, { from, to }, machine));
  const rest = monthEnd - now;
  const times = Math.floor(rest / period);
  const [whole, part] = [workers(begin, now), workers(begin, begin + (rest % period))];
  const fixedUsd = fixedUsdPerHour(fixed) * hoursOf({ from: now, to: monthEnd });
  return {
    kind: 'forecast',
    usd: options.soFarUsd + times * whole.usd + part.usd + fixedUsd,
    days,
    unknownHours: times * whole.unknownHours + part.unknownHours,
  };
}
