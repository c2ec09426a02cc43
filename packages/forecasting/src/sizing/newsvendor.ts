import { type DemandModel, demandModel, observe } from '../model/demand-model.ts';
import { SAMPLE_MINUTES } from '../model/lately.ts';
import { chargeForHeat, enterHeat, type HeatAccount, openHeatAccount } from './heat-account.ts';
import { chargeForDown, enterLaunches, enterSample, type LaunchAccount, openAccount } from './launch-account.ts';
import { COMFORT, nearOf, type Outlook, outlookOf, type Tail } from './outlook.ts';

/** What the minutes until a launch could help count when a worker is to go: in part they are paid for anyhow. */
const NOW_COUNTS = 0.5;
/** Nothing can be done with more demand than this many times the largest fleet, so nothing is learnt from it. */
const MOST_TIMES_MAX = 3;

/** What the policy is told; `price` is the only choice in it. */
export type NewsvendorSettings = {
  /** Worker-hours that one worker-hour squeezed is worth: demand that lacks room to stay at 90 % of capacity. */
  readonly price: number;
  readonly min: number;
  readonly max: number;
  /** From launch to serving, as measured on this fleet. */
  readonly joinMinutes: number;
  /** How old a sample is when it is decided on. */
  readonly sampleAgeMinutes: number;
  /** Keep minutes above 90 % of capacity about as rare as a plain target of 70 % would, whatever the price says. */
  readonly keepCool?: boolean;
};

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

/** What a size of the fleet costs until the next evaluation, in worker-minutes: what is paid and what is squeezed. */
function costsOf(
  model: DemandModel,
  settings: NewsvendorSettings,
  given: { alive: number; outlook: Outlook; demand: number; charge: number; heatCharge: number },
): (workers: number) => number {
  const { min, price } = settings;
  const { alive, outlook, demand, charge, heatCharge } = given;
  const [near, far] = outlook;
  const weights = weightsOf(model, settings);
  /** What a shortage of workers costs in worker-minutes, at a moment that is known or foreseen. */
  const shortageAt = (tail: Tail, workers: number) =>
    price * (tail.excess[workers - min] ?? 0) + heatCharge * (tail.above[workers - min] ?? 0);
  const knownShortage = (workers: number) => {
    const lacking = Math.max(0, demand / COMFORT - workers);
    return price * lacking + (lacking > 0 ? heatCharge : 0);
  };
  return (workers) => {
    const kept = Math.max(min, Math.min(workers, alive));
    const ahead = weights.near * shortageAt(near, workers) + weights.far * shortageAt(far, workers);
    const now = weights.known * knownShortage(kept) + (SAMPLE_MINUTES - weights.known) * shortageAt(near, kept);
    return SAMPLE_MINUTES * workers + ahead + NOW_COUNTS * now + charge * Math.max(0, alive - workers);
  };
}

/** The reason for a wish, in a sentence. */
export function explainWish({ workers, evidence }: Wish, { price }: Pick<NewsvendorSettings, 'price'>): string {
  const { ahead, lastSaves, nextSaves } = evidence;
  const [moment] = ahead;
  const expects = moment
    ? `expects demand of ${moment.expected.toFixed(2)} workers (spread ${moment.spread.toFixed(2)}) in ${moment.minutes} minutes`
    : 'has seen no demand yet';
  const last =
    lastSaves === null ? 'the fewest there may be' : `the last of them saves ${lastSaves.toFixed(1)} times what it costs`;
  const next = nextSaves === null ? 'there may be no more' : `one more would save ${nextSaves.toFixed(1)} times`;
  return `${expects}; ${workers} workers: ${last}, ${next}, at ${price} worker-hours for a squeezed one`;
}

function aheadOf(model: DemandModel, settings: NewsvendorSettings): Wish['evidence']['ahead'] {
  const { horizons, forecasts } = model;
  const near = nearOf(model, settings);
  const pending = forecasts[0]?.ahead.slice(near, near + 2) ?? [];
  return pending.map(({ expected, spread }, index) => {
    return { minutes: SAMPLE_MINUTES * (horizons[near + index] ?? 0), expected, spread };
  });
}

/**
 * The two minutes that a launch now would serve lie between the two moments ahead, and the two minutes from now between the
 * sample and the near moment: how much of them belongs to which.
 */
function weightsOf(model: DemandModel, settings: NewsvendorSettings) {
  const { joinMinutes, sampleAgeMinutes } = settings;
  const near = model.horizons[nearOf(model, settings)] ?? 1;
  let far = 0;
  let known = 0;
  for (let minute = 0; minute < SAMPLE_MINUTES; minute += 1) {
    const steps = (sampleAgeMinutes + joinMinutes + minute) / SAMPLE_MINUTES;
    far += Math.min(1, Math.max(0, steps - near));
    known += Math.max(0, 1 - (sampleAgeMinutes + minute) / SAMPLE_MINUTES / near);
  }
  return { near: SAMPLE_MINUTES - far, far, known };
}
