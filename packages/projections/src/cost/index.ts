export { costProjection } from './projection.ts';
export { type CostSoFar, costAt, type RunningCost, runningCostFold } from './running-cost.ts';
