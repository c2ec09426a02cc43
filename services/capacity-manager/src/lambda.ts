import { productionDependencies } from './dependencies.ts';
import { createHandlers } from './handler.ts';

const handlers = createHandlers(productionDependencies());

export const scale = handlers.scale;
export const replace = handlers.replace;
export const reconcile = handlers.reconcile;
