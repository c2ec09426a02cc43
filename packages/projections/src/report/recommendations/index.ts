import { dropType } from './drop-type.ts';
import { lowerMin } from './lower-min.ts';
import { raiseMax } from './raise-max.ts';
import type { Advise, Recommendation, WeekSeen } from './recommendation.ts';
import { releaseIdle } from './release-idle.ts';
import { shortenCooldown } from './shorten-cooldown.ts';
import { trustForecast } from './trust-forecast.ts';
import { widenSpot } from './widen-spot.ts';

export type { Recommendation, WeekSeen } from './recommendation.ts';
export { spotPercentAboveBase } from './widen-spot.ts';

/** First what hurts those who are served, then what costs. */
const ADVICE: readonly Advise[] = [raiseMax, shortenCooldown, trustForecast, lowerMin, releaseIdle, widenSpot, dropType];

export function recommendationsOf(seen: WeekSeen): readonly Recommendation[] {
  return ADVICE.flatMap((advise) => advise(seen) ?? []);
}
