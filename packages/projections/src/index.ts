export * as cost from './cost/index.ts';
export * as fleet from './fleet/index.ts';
