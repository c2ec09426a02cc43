export { type Backtest, type BacktestOptions, backtest, type PolicyFigures, SCORE_PRICES } from './backtest.ts';
export type { Limits } from './engine/limits.ts';
export { costOf, type Outcome, type PlayOptions, play } from './engine/play.ts';
export type { Observation, Scaler } from './engine/scaler.ts';
export { CONTENDER_NAMES, type Contender, type Course, contenderOf } from './policies/contenders.ts';
