import { plural } from '../signals/figure.ts';
import type { Guard } from './guard.ts';

/** Workers on their way count as capacity: none more for a wish that they meet, and none taken away before they are there. */
export const workersComing: Guard = {
  name: 'workers-coming',
  judges: ['up', 'down'],
  bindsMinimum: true,
  objects({ joined, coming }, { to }) {
    if (coming === 0 || to > joined + coming) return null;
    return `${plural(coming, 'worker')} on the way`;
  },
};
