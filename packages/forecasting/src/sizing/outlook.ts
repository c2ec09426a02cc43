import type { DemandModel } from '../model/demand-model.ts';
import { tailOver } from '../model/residuals.ts';

/** Above this share of its capacity a worker is squeezed. */
export const COMFORT = 0.9;

/** For each size of the fleet from `min` to `max`: the mean of squeezed workers at a moment, and how likely there are any. */
export type Tail = { readonly excess: readonly number[]; readonly above: readonly number[] };

/** The tails at the two moments ahead. They hold until the next sample, whatever the price. */
export type Outlook = readonly [near: Tail, far: Tail];

export function outlookOf(model: DemandModel, { min, max }: { readonly min: number; readonly max: number }): Outlook {
  const thresholds: number[] = [];
  for (let workers = min; workers <= max; workers += 1) thresholds.push(COMFORT * workers);
  const tailOf = (index: 0 | 1): Tail => {
    const expectation = model.forecasts[0]?.ahead[index];
    if (!expectation) return { excess: [], above: [] };
    const excess = thresholds.map(() => 0);
    const above = thresholds.map(() => 0);
    tailOver(model.ahead[index].residuals, expectation, { thresholds, excess, above });
    for (let size = 0; size < excess.length; size += 1) excess[size] = (excess[size] as number) / COMFORT;
    return { excess, above };
  };
  return [tailOf(0), tailOf(1)];
}
