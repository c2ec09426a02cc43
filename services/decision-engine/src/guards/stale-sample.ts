import type { Guard } from './guard.ts';

/** The sample is older than `maxSampleAgeSeconds`: no sizing. Restoring the minimum needs no sample. */
export const staleSample: Guard = {
  name: 'stale-sample',
  judges: ['hold', 'up', 'down'],
  bindsMinimum: false,
  objects: ({ quality, absence }) => (quality === 'stale' ? absence : null),
};
