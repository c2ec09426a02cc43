export * as fleet from './fleet/index.ts';
