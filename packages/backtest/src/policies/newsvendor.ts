import { enterDecision, enterDemand, type NewsvendorSettings, newsvendorState, wishOf } from '@smartscale/forecasting';
import { JOIN_MINUTES } from '../engine/play.ts';
import type { Scaler } from '../engine/scaler.ts';

const MINUTE = 60_000;

/** Workers while each is worth its price, given how demand is distributed ahead: packages/forecasting, at work on a trace. */
export function newsvendor(settings: Omit<NewsvendorSettings, 'joinMinutes'>, startAt: number): Scaler {
  const all = { ...settings, joinMinutes: JOIN_MINUTES };
  const state = newsvendorState(all);
  return ({ minute, demand, serving, coming }) => {
    enterDemand(state, all, { time: startAt + (minute - settings.sampleAgeMinutes) * MINUTE, demand, serving });
    const alive = serving + coming;
    const { workers } = wishOf(state, all, alive);
    enterDecision(state, { alive, wish: workers });
    return workers;
  };
}
