/** What the forecasts of one forecaster came to over some time: sums over scores. */
export type ScoreSum = {
  readonly forecaster: string;
  readonly scores: number;
  /** Sum of their mean pinball losses. */
  readonly pinballLoss: number;
};

/** Which forecaster may act, and in a sentence why. */
export type Choice = { readonly forecaster: string; readonly mode: 'active' | 'watching'; readonly because: string };

/** Every other forecaster has to beat this one. */
export const YARDSTICK = 'seasonal-naive';
/** Fewer scores than a day has quarters are chance. */
export const FEWEST_SCORES = 96;

/**
 * The forecaster with the lowest mean pinball loss, of sums over the last week. It only watches while there are too few scores, or
 * while nothing beats the seasonal naive one.
 */
export function chooseForecaster(sums: readonly ScoreSum[]): Choice {
  const known = sums.filter(({ scores }) => scores >= FEWEST_SCORES);
  const yardstick = known.find(({ forecaster }) => forecaster === YARDSTICK);
  const [best] = known.toSorted((one, other) => meanLoss(one) - meanLoss(other));
  if (!best || !yardstick) {
    const most = Math.max(0, ...sums.map(({ scores }) => scores));
    return watching(`${most} scores in the last week, ${FEWEST_SCORES} are needed`);
  }
  if (meanLoss(best) >= meanLoss(yardstick)) return watching('nothing beat the same time yesterday over the last week');
  return { forecaster: best.forecaster, mode: 'active', because: `over the last week ${comparison(best, yardstick)}` };
}

/** The one that a policy names. It acts whatever its scores, which are told. */
export function namedForecaster(name: string, sums: readonly ScoreSum[]): Choice {
  const [own, yardstick] = [name, YARDSTICK].map((one) => sums.find(({ forecaster }) => forecaster === one));
  const scored = own && yardstick && name !== YARDSTICK ? `; over the last week ${comparison(own, yardstick)}` : '';
  return { forecaster: name, mode: 'active', because: `the policy names it${scored}` };
}

export function meanLoss({ pinballLoss, scores }: ScoreSum): number {
  return scores === 0 ? Number.POSITIVE_INFINITY : pinballLoss / scores;
}

function comparison(own: ScoreSum, yardstick: ScoreSum): string {
  const ratio = meanLoss(own) / meanLoss(yardstick);
  if (!Number.isFinite(ratio)) return `its pinball loss cannot be compared with that of ${YARDSTICK}`;
  const percent = Math.round(100 * Math.abs(1 - ratio));
  return `its pinball loss was ${percent} % ${ratio < 1 ? 'below' : 'above'} that of ${YARDSTICK}`;
}

function watching(because: string): Choice {
  return { forecaster: YARDSTICK, mode: 'watching', because };
}
