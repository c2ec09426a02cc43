import { plural } from '../signals/figure.ts';
import type { Guard } from './guard.ts';

/** Never more than `max`. A wish beyond it is cut to it; only at `max` is nothing left to do. */
export const maximum: Guard = {
  name: 'maximum',
  judges: ['up'],
  bindsMinimum: true,
  objects({ joined, coming, policy }) {
    const { max } = policy.workers;
    return joined + coming >= max ? `${plural(max, 'worker')} are the maximum` : null;
  },
};
