export { type DemandModel, demandModel, type Expectation, observe } from './model/demand-model.ts';
export { SAMPLE_MINUTES } from './model/lately.ts';
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
