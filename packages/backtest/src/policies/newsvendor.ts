import {
  enterDecision,
  enterDemand,
  type NewsvendorSettings,
  newsvendorState,
  type Outlook,
  outlookOf,
  wishOf,
} from '@smartscale/forecasting';
import { JOIN_MINUTES } from '../engine/play.ts';
import type { Scaler } from '../engine/scaler.ts';

const MINUTE = 60_000;

type Settings = Omit<NewsvendorSettings, 'joinMinutes' | 'price'>;

/**
 * Workers while each is worth its price, given how demand is distributed ahead: packages/forecasting, at work on a trace. One
 * scaler for each price, to be played together: what comes is the same whatever the price, so it is foreseen once.
 */
export function newsvendors(settings: Settings, prices: readonly number[], startAt: number): readonly Scaler[] {
  const withPrice = (price: number): NewsvendorSettings => ({ ...settings, joinMinutes: JOIN_MINUTES, price });
  const { model } = newsvendorState(withPrice(1));
  let outlook: Outlook = outlookOf(model, settings);
  let foreseenAt = -1;
  return prices.map((price): Scaler => {
    const all = withPrice(price);
    const state = newsvendorState(all, model);
    return ({ minute, demand, serving, coming }) => {
      enterDemand(state, all, { time: startAt + (minute - settings.sampleAgeMinutes) * MINUTE, demand, serving });
      if (minute !== foreseenAt) outlook = outlookOf(model, settings);
      foreseenAt = minute;
      const alive = serving + coming;
      const { workers } = wishOf(state, all, { alive, outlook });
      enterDecision(state, { alive, wish: workers });
      return workers;
    };
  });
}
