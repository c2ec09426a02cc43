import { productionDependencies } from './dependencies.ts';
import { createHandlers } from './handler.ts';

const handlers = createHandlers(productionDependencies());

export const notify = handlers.notify;
export const retell = handlers.retell;
export const report = handlers.report;
