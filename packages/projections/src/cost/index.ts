export { type CostSoFar, costAt, type RunningCost, runningCostFold } from './running-cost.ts';
