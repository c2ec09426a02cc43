import { productionDependencies } from './dependencies.ts';
import { createHandlers } from './handler.ts';

const handlers = createHandlers(productionDependencies());

export const project = handlers.project;
export const rebuild = handlers.rebuild;
