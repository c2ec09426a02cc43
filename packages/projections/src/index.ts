export { allProjections } from './all-projections.ts';
export * as cost from './cost/index.ts';
export * as demand from './demand/index.ts';
export * as fleet from './fleet/index.ts';
export { defineProjection, type Projection } from './projection.ts';
export * as timeline from './timeline/index.ts';
