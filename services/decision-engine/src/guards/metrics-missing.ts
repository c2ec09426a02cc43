import type { Guard } from './guard.ts';

/** Prometheus gave no answer. All signals abstain then, so this names the reason of the hold. */
export const metricsMissing: Guard = {
  name: 'metrics-missing',
  judges: ['hold', 'up', 'down'],
  bindsMinimum: true,
  objects: ({ quality, absence }) => (quality === 'missing' ? absence : null),
};
