import { type NewsvendorSettings, type NewsvendorState, type Wish, wishOf } from '@smartscale/forecasting';
import { usualJoinSeconds } from '@smartscale/projections/fleet';
import type { Situation } from '../situation.ts';
import { accountsOf, accountWithSample } from './account.ts';

/** Before the first worker has joined, so much of the time that it may take is reckoned with. */
const SHARE_OF_TIMEOUT = 0.5;

/** What the newsvendor is asked about a situation. */
export type Question = {
  readonly state: NewsvendorState;
  readonly settings: NewsvendorSettings;
  readonly alive: number;
  /** How long a launched worker takes to join, and whether that was measured. */
  readonly join: { readonly seconds: number; readonly isMeasured: boolean };
};

/** Null when the demand of this sample, and so what is expected, is not known. */
export function questionOf(situation: Situation): Question | null {
  const { policy, demand, fleet, joined, coming, ageSeconds } = situation;
  if (demand === null) return null;
  const measured = usualJoinSeconds(fleet);
  const seconds = measured ?? SHARE_OF_TIMEOUT * policy.launch.joinTimeoutSeconds;
  const { squeezedPrice: price, keepCool } = policy.sizing;
  return {
    state: { model: demand.model, ...accountsOf(accountWithSample(situation)) },
    settings: { ...policy.workers, price, keepCool, joinMinutes: seconds / 60, sampleAgeMinutes: ageSeconds / 60 },
    alive: joined + coming,
    join: { seconds, isMeasured: measured !== null },
  };
}

/** `shift` asks what if all demand were so many workers higher. */
export function ask({ state, settings, alive }: Question, shift = 0): Wish {
  return wishOf(state, settings, { alive, shift });
}
