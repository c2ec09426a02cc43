import { productionDependencies } from './dependencies.ts';
import { createHandlers } from './handler.ts';

const handlers = createHandlers(productionDependencies());

export const evaluate = handlers.evaluate;
export const forecast = handlers.forecast;
