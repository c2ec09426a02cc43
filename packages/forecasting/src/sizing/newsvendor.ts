import { type DemandModel, demandModel, observe } from '../model/demand-model.ts';
import { SAMPLE_MINUTES } from '../model/lately.ts';
import { costsOf } from './costs.ts';
import { chargeForHeat, enterHeat, type HeatAccount, openHeatAccount } from './heat-account.ts';
import { chargeForDown, enterLaunches, enterSample, type LaunchAccount, openAccount } from './launch-account.ts';
import { nearOf, type Outlook, outlookOf } from './outlook.ts';
import type { NewsvendorSettings } from './settings.ts';

/** Nothing can be done with more demand than this many times the largest fleet, so nothing is learnt from it. */
const MOST_TIMES_MAX = 3;

/** What keeps it in check. Plain JSON; small. */
export type NewsvendorAccounts = { readonly account: LaunchAccount; readonly heat: HeatAccount };

/** All it remembers: plain JSON, the same size for good. */
export type NewsvendorState = NewsvendorAccounts & { readonly model: DemandModel };

/** A wish with what it rests on, in workers and worker-minutes. */
export type Wish = {
  readonly workers: number;
  readonly evidence: {
    /** Samples seen; below a few days the habits of day and hour are hardly known. */
    readonly samples: number;
    /** Expected demand, and the spread around it, at the two moments that a launch now would serve. */
    readonly ahead: readonly { readonly minutes: number; readonly expected: number; readonly spread: number }[];
    /** What the last worker of the wish saves, and what one more would save, each beside its price of 1. */
    readonly lastSaves: number | null;
    readonly nextSaves: number | null;
    /** What taking one away was charged for launching too often, in worker-minutes. */
    readonly downCharge: number;
    /** What a minute above 90 % of capacity was charged beside the price, in worker-minutes; 0 unless it is to keep cool. */
    readonly heatCharge: number;
  };
};

/** `model` may be shared by several that see the same samples: it takes each one in once. */
export function newsvendorState(settings: NewsvendorSettings, model?: DemandModel): NewsvendorState {
  const near = Math.max(1, Math.floor((settings.sampleAgeMinutes + settings.joinMinutes) / SAMPLE_MINUTES));
  return { model: model ?? demandModel([near, near + 1]), ...openAccounts() };
}

export function openAccounts(): NewsvendorAccounts {
  return { account: openAccount(), heat: openHeatAccount() };
}

/** Takes in one sample, in place, with the workers that served then; see `observe` of the demand model. */
export function enterDemand(
  state: NewsvendorState,
  settings: NewsvendorSettings,
  sample: { time: number; demand: number; serving: number },
): void {
  observe(state.model, sample.time, Math.min(sample.demand, MOST_TIMES_MAX * settings.max));
  enterAccounts(state, settings, sample);
}

/** The same without the model: for one that has taken the sample in already. */
export function enterAccounts(
  { account, heat }: NewsvendorAccounts,
  settings: Pick<NewsvendorSettings, 'min' | 'max'>,
  sample: { demand: number; serving: number },
): void {
  const demand = Math.min(sample.demand, MOST_TIMES_MAX * settings.max);
  enterSample(account, demand, settings);
  enterHeat(heat, { demand, serving: sample.serving, plainWorkers: account.plainWorkers });
}

/** `wish` is what there is to be, as decided: what is above those alive is launched. */
export function enterDecision(
  { account }: NewsvendorAccounts,
  { alive, wish }: { readonly alive: number; readonly wish: number },
): void {
  enterLaunches(account, Math.max(0, wish - alive));
}

/** What a wish is asked for: the workers there are or will be; and, to ask what if, how many workers more all demand is taken to be. */
export type Question = { readonly alive: number; readonly outlook?: Outlook; readonly shift?: number };

/**
 * The newsvendor's choice: as many workers as each is worth its cost. A worker costs what it is paid until the next evaluation.
 * It saves the price times what would be squeezed without it: at the two minutes that a launch now would serve, and, if it serves
 * already, in part at the minutes before. Exact over whole workers. Asks for at least one sample.
 */
export function wishOf(
  state: NewsvendorState,
  settings: NewsvendorSettings,
  { alive, shift = 0, outlook = outlookOf(state.model, settings, shift) }: Question,
): Wish {
  const { min, max } = settings;
  const charge = chargeForDown(state.account);
  const heatCharge = settings.keepCool ? chargeForHeat(state.heat) : 0;
  const demand = state.model.lately.last[0] + shift;
  const costOf = costsOf(state.model, settings, { alive, outlook, demand, charge, heatCharge });
  let best = min;
  let lowest = costOf(min);
  for (let workers = min + 1; workers <= max; workers += 1) {
    const cost = costOf(workers);
    if (cost >= lowest) continue;
    best = workers;
    lowest = cost;
  }
  const savingOf = (workers: number) => 1 + (costOf(workers - 1) - costOf(workers)) / SAMPLE_MINUTES;
  return {
    workers: best,
    evidence: {
      samples: state.model.samples,
      ahead: aheadOf(state.model, settings),
      lastSaves: best > min ? savingOf(best) : null,
      nextSaves: best < max ? savingOf(best + 1) : null,
      downCharge: charge,
      heatCharge,
    },
  };
}

function aheadOf(model: DemandModel, settings: NewsvendorSettings): Wish['evidence']['ahead'] {
  const { horizons, forecasts } = model;
  const near = nearOf(model, settings);
  const pending = forecasts[0]?.ahead.slice(near, near + 2) ?? [];
  return pending.map(({ expected, spread }, index) => {
    return { minutes: SAMPLE_MINUTES * (horizons[near + index] ?? 0), expected, spread };
  });
}
