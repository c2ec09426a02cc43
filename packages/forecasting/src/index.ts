export { type Forecast, type Forecaster, type HorizonForecast, PROBABILITIES } from './forecasters/forecaster.ts';
export { FORECASTERS } from './forecasters/index.ts';
export { type History, LEAST_DAYS } from './history/history.ts';
export { compact } from './model/compact.ts';
export { type DemandModel, demandModel, type Expectation, observe } from './model/demand-model.ts';
export { SAMPLE_MINUTES } from './model/lately.ts';
export {
  type Choice,
  chooseForecaster,
  meanLoss,
  namedForecaster,
  type ScoreSum,
  YARDSTICK,
} from './scores/choose-forecaster.ts';
export { isCovered, pinballLoss } from './scores/pinball.ts';
export { explainWish } from './sizing/explain-wish.ts';
export {
  enterAccounts,
  enterDecision,
  enterDemand,
  type NewsvendorAccounts,
  type NewsvendorState,
  newsvendorState,
  openAccounts,
  type Wish,
  wishOf,
} from './sizing/newsvendor.ts';
export { type Outlook, outlookOf } from './sizing/outlook.ts';
export type { NewsvendorSettings } from './sizing/settings.ts';
