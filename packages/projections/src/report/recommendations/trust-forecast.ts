import type { Advise } from './recommendation.ts';

/** Scores of a day and more. */
const LEAST_SCORES = 100;
const RIGHT_PERCENT = 80;
/** Points of a percentage that a week of luck does not explain. */
const LEAST_POINTS = 15;
const QUANTILES = [0.5, 0.9, 0.95, 0.99] as const;
const NAIVE = 'seasonal-naive';

/** The forecast that the fleet is sized by is worse than that of the week before, or too sure of itself. */
export const trustForecast: Advise = ({ policy, accuracies, isForecastActive, chosenForecaster }) => {
  const chosen = accuracies.find(({ forecaster }) => forecaster === chosenForecaster);
  const naive = accuracies.find(({ forecaster }) => forecaster === NAIVE);
  if (!isForecastActive || !chosen || chosen.scores < LEAST_SCORES) return null;
  if (naive && chosen.forecaster !== NAIVE && chosen.pinballLoss > naive.pinballLoss) {
    const percent = 100 * (chosen.pinballLoss / naive.pinballLoss - 1);
    return {
      name: 'trust-forecast',
      because: `The forecast of ${chosen.forecaster} was ${percent.toFixed(0)} % worse than what came a week earlier`,
      change: policy.forecast.forecaster === 'auto' ? 'forecast.mode: watch' : 'forecast.forecaster: auto',
      evidence: [
        `pinball loss ${chosen.pinballLoss.toFixed(3)} against ${naive.pinballLoss.toFixed(3)} workers, ${chosen.scores} scores`,
      ],
    };
  }
  const wider = QUANTILES.find((quantile) => quantile > policy.forecast.quantile);
  if (chosen.coveredPercent > RIGHT_PERCENT - LEAST_POINTS || wider === undefined) return null;
  return {
    name: 'trust-forecast',
    because: `The forecast of ${chosen.forecaster} is too sure of itself: ${chosen.coveredPercent.toFixed(0)} % of what came was where ${RIGHT_PERCENT} % should be`,
    change: `forecast.quantile: ${wider}`,
    evidence: [`${chosen.underProvisionedWorkerHours.toFixed(1)} worker-hours were foreseen too few, ${chosen.scores} scores`],
  };
};
