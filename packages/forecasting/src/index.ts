export { type Forecast, type Forecaster, type HorizonForecast, PROBABILITIES } from './forecasters/forecaster.ts';
export { FORECASTERS } from './forecasters/index.ts';
export { type History, LEAST_DAYS } from './history/history.ts';
export { type DemandModel, demandModel, type Expectation, observe } from './model/demand-model.ts';
export { SAMPLE_MINUTES } from './model/lately.ts';
export { type Choice, chooseForecaster, type ScoredForecast } from './scores/choose-forecaster.ts';
export { isCovered, pinballLoss } from './scores/pinball.ts';
export {
  enterDecision,
  enterDemand,
  explainWish,
  type NewsvendorSettings,
  type NewsvendorState,
  newsvendorState,
  type Wish,
  wishOf,
} from './sizing/newsvendor.ts';
export { type Outlook, outlookOf } from './sizing/outlook.ts';
