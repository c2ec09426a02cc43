export { type Backtest, type BacktestOptions, backtest } from './backtest.ts';
export type { Limits } from './engine/limits.ts';
export { costOf, EVALUATION_MINUTES, JOIN_MINUTES, type PlayOptions, play } from './engine/play.ts';
export type { Observation, Scaler } from './engine/scaler.ts';
export { type Outcome, Tally } from './engine/tally.ts';
export { figuresOf, type PolicyFigures, type Yardstick, yardstickOf } from './figures.ts';
export { CONTENDER_NAMES, type Contender, type Course, contenderOf } from './policies/contenders.ts';
