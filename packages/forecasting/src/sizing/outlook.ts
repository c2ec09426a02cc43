import type { DemandModel } from '../model/demand-model.ts';
import { SAMPLE_MINUTES } from '../model/lately.ts';
import { tailOver } from '../model/residuals.ts';

/** Above this share of its capacity a worker is squeezed. */
export const COMFORT = 0.9;

/** For each size of the fleet from `min` to `max`: the mean of squeezed workers at a moment, and how likely there are any. */
export type Tail = { readonly excess: readonly number[]; readonly above: readonly number[] };

/** The tails at the two moments ahead. They hold until the next sample, whatever the price. */
export type Outlook = readonly [near: Tail, far: Tail];

export type OutlookSettings = {
  readonly min: number;
  readonly max: number;
  /** From launch to serving; left out: the first two moments of the model are meant. */
  readonly joinMinutes?: number;
  readonly sampleAgeMinutes?: number;
};

/** Index of the model's horizon at or before the moment that a launch now begins to serve; the next one is at or after it. */
export function nearOf({ horizons }: DemandModel, { joinMinutes = 0, sampleAgeMinutes = 0 }: OutlookSettings): number {
  const steps = (sampleAgeMinutes + joinMinutes) / SAMPLE_MINUTES;
  let near = 0;
  while (near < horizons.length - 2 && (horizons[near + 1] as number) <= steps) near += 1;
  return near;
}

/** `shift` asks what if all demand expected were so many workers higher. */
export function outlookOf(model: DemandModel, settings: OutlookSettings, shift = 0): Outlook {
  const { min, max } = settings;
  const near = nearOf(model, settings);
  const thresholds: number[] = [];
  for (let workers = min; workers <= max; workers += 1) thresholds.push(COMFORT * workers);
  const tailOf = (index: number): Tail => {
    const expectation = model.forecasts[0]?.ahead[index];
    const horizon = model.ahead[index];
    if (!expectation || !horizon) return { excess: [], above: [] };
    const { expected, spread } = expectation;
    const excess = thresholds.map(() => 0);
    const above = thresholds.map(() => 0);
    tailOver(horizon.residuals, { expected: expected + shift, spread }, { thresholds, excess, above });
    for (let size = 0; size < excess.length; size += 1) excess[size] = (excess[size] as number) / COMFORT;
    return { excess, above };
  };
  return [tailOf(near), tailOf(near + 1)];
}
