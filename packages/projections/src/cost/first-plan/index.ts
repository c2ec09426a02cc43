export { ASSUMPTIONS, firstPlan, type PlanRow, PROMISED } from './first-plan.ts';
