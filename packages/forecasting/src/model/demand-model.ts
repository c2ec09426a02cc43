import {
  type Lately,
  LEVEL_INPUTS,
  levelInputs,
  nothingLately,
  type Pair,
  remember,
  rememberMiss,
  restart,
  SAMPLE_MINUTES,
  SPREAD_INPUTS,
  spreadInputs,
} from './lately.ts';
import { FORGETTING, type LinearModel, learn, linearModel, predict } from './recursive-least-squares.ts';
import { add, noResiduals, type Residuals } from './residuals.ts';

const MINUTE = 60_000;
const SLOT = SAMPLE_MINUTES * MINUTE;
const SPREAD_FORGETTING = 0.999;
/** Beyond so many spreads a miss teaches no more than at it: one absurd spike is not learnt. */
const LEVEL_CLIP = 4;
const SPREAD_CLIP = 5;
const MISS_CLIP = 10;
const PROFILE_CLIP = 8;
/** What the newest miss counts in the averages of about six, twenty-five and two hundred minutes. */
const MISS_SHARES = [0.3, 0.08, 0.01] as const;
const FIRST_MISS = 0.1;
const LEAST_SPREAD = 0.01;

/** Expected demand at one moment ahead, in workers, and how far it may lie from it. */
export type Expectation = { readonly expected: number; readonly spread: number };

type Pending = Expectation & { readonly levelInputs: number[]; readonly spreadInputs: number[]; readonly rawSpread: number };

export type Horizon = {
  readonly level: LinearModel;
  readonly spread: LinearModel;
  readonly residuals: Residuals;
  /** How far it missed lately: average distances over some minutes, half an hour, some hours. */
  readonly misses: [number, number, number];
};

/**
 * What is known about a demand, sample by sample, one every two minutes: enough to say how it is distributed at some moments
 * ahead. Plain JSON of bounded size, however long it has watched.
 */
export type DemandModel = {
  /** How many samples ahead the moments lie: two or more, rising. */
  readonly horizons: readonly number[];
  readonly lately: Lately;
  /** One for each horizon. */
  readonly ahead: readonly Horizon[];
  /** What was expected by the newest sample and those before it, newest first, until the truth is in. */
  forecasts: { slot: number; ahead: Pending[] }[];
  samples: number;
};

export function demandModel(horizons: readonly number[]): DemandModel {
  const horizon = (): Horizon => ({
    level: linearModel(LEVEL_INPUTS, 10),
    spread: linearModel(SPREAD_INPUTS, 1),
    residuals: noResiduals(),
    misses: [FIRST_MISS, FIRST_MISS, FIRST_MISS],
  });
  return { horizons: [...horizons], lately: nothingLately(), ahead: horizons.map(horizon), forecasts: [], samples: 0 };
}

/**
 * Takes in one sample, in place: `time` in epoch milliseconds, `demand` in workers. A sample of a time already seen, or of an
 * earlier one, changes nothing. After a gap it begins anew from what it sees, and nothing is learnt about the gap.
 */
export function observe(model: DemandModel, time: number, demand: number): void {
  const slot = Math.floor(time / SLOT);
  const newest = model.forecasts[0];
  const furthest = model.horizons.at(-1) ?? 0;
  if (newest && slot <= newest.slot) return;
  if (newest && slot - newest.slot <= furthest) {
    for (const forecast of model.forecasts) learnFrom(model, forecast, { slot, demand });
  } else {
    model.forecasts = [];
    restart(model.lately, demand);
  }
  remember(model.lately, slot, demand);
  model.samples += 1;
  model.forecasts = [foresee(model, slot), ...model.forecasts.slice(0, furthest - 1)];
}

function learnFrom(
  model: DemandModel,
  forecast: DemandModel['forecasts'][number],
  { slot, demand }: { slot: number; demand: number },
): void {
  const index = model.horizons.indexOf(slot - forecast.slot);
  const horizon = model.ahead[index];
  const pending = forecast.ahead[index];
  if (!horizon || !pending) return;
  const { level, spread, residuals, misses } = horizon;
  const error = demand - pending.expected;
  const miss = Math.abs(error);
  add(residuals, error / pending.spread);
  const weight = Math.min(20, 0.05 / (pending.spread * pending.spread + 1e-4));
  const clip = LEVEL_CLIP * pending.spread;
  learn(level, pending.levelInputs, { error: Math.max(-clip, Math.min(clip, error)), weight, forgetting: FORGETTING });
  const spreadError = Math.min(miss, SPREAD_CLIP * pending.spread) - pending.rawSpread;
  learn(spread, pending.spreadInputs, { error: spreadError, weight, forgetting: SPREAD_FORGETTING });
  if (index === 0) rememberMiss(model.lately, slot, Math.min(miss, PROFILE_CLIP * misses[2]));
  const clipped = Math.min(miss, MISS_CLIP * pending.spread);
  for (const part of [0, 1, 2] as const) misses[part] += MISS_SHARES[part] * (clipped - misses[part]);
}

function foresee({ lately, horizons, ahead }: DemandModel, slot: number): DemandModel['forecasts'][number] {
  let inputs: number[] = [];
  const pendingOf = ({ level, spread, misses }: Horizon, index: number): Pending => {
    const first = Math.min(index, horizons.length - 2);
    const pair: Pair = [horizons[first] as number, horizons[first + 1] as number];
    // The last two are explained by the same.
    if (first === index) inputs = levelInputs(lately, slot, pair);
    const expected = Math.max(0, lately.fast + predict(level, inputs));
    const explained = spreadInputs(lately, { slot, ahead: horizons[index] as number, pair, level: expected, misses });
    const rawSpread = predict(spread, explained);
    const least = Math.max(0.3 * misses[1], 0.3 * misses[2], LEAST_SPREAD);
    return { expected, spread: Math.max(rawSpread, least), levelInputs: inputs, spreadInputs: explained, rawSpread };
  };
  return { slot, ahead: ahead.map(pendingOf) };
}
