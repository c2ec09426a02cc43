import type { Measure } from '../measure.ts';
export const bundles: Measure = { name: 'bundles', run: async () => [] };
