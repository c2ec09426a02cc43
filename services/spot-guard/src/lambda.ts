import { productionDependencies } from './dependencies.ts';
import { createHandlers } from './handler.ts';

const handlers = createHandlers(productionDependencies());

export const guard = handlers.guard;
export const drain = handlers.drain;
