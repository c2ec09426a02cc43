import { defineProjection } from '../projection.ts';
import { runningCostFold } from './running-cost.ts';

/** View `running-cost`: the state itself, a RunningCost. `costAt` makes the bill of it for any moment. */
export const costProjection = defineProjection({
  category: 'fleet',
  fold: runningCostFold,
  viewsVersion: 1,
  viewsOf: (state) => ({ 'running-cost': state }),
});
