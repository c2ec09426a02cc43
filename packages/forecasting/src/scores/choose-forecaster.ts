/** One forecast compared with what came. */
export type ScoredForecast = { readonly forecaster: string; readonly at: number; readonly pinballLoss: number };

/** Which forecaster may act, and in a sentence why. */
export type Choice = { readonly forecaster: string; readonly mode: 'active' | 'watching'; readonly because: string };

const RECENT_MS = 7 * 86_400_000;
const YARDSTICK = 'seasonal-naive';
/** Fewer scores than this in a week are chance. */
const FEWEST_SCORES = 24;

/**
 * The forecaster with the lowest mean pinball loss over the last week. It only watches while there are too few scores, or while
 * nothing beats the seasonal naive one.
 */
export function chooseForecaster(scores: readonly ScoredForecast[], now: number): Choice {
  const losses = new Map<string, { sum: number; count: number }>();
  for (const { forecaster, at, pinballLoss } of scores) {
    if (at <= now - RECENT_MS || at > now) continue;
    const loss = losses.get(forecaster) ?? { sum: 0, count: 0 };
    losses.set(forecaster, { sum: loss.sum + pinballLoss, count: loss.count + 1 });
  }
  const means = [...losses]
    .filter(([, { count }]) => count >= FEWEST_SCORES)
    .map(([name, { sum, count }]) => ({ name, mean: sum / count }));
  const yardstick = means.find(({ name }) => name === YARDSTICK);
  const [best] = means.toSorted((one, other) => one.mean - other.mean);
  if (!best || !yardstick)
    return { forecaster: YARDSTICK, mode: 'watching', because: `fewer than ${FEWEST_SCORES} scores in the last week` };
  if (best.name === YARDSTICK)
    return { forecaster: YARDSTICK, mode: 'watching', because: 'nothing beat the same time yesterday over the last week' };
  const percent = Math.round(100 * (1 - best.mean / yardstick.mean));
  return {
    forecaster: best.name,
    mode: 'active',
    because: `its pinball loss was ${percent} % below that of ${YARDSTICK} over the last week`,
  };
}
