import { defineProjection } from '../projection.ts';
import { timelineFold } from './timeline.ts';

/** View `timeline`: the state itself, a Timeline. */
export const timelineProjection = defineProjection({
  category: 'fleet',
  fold: timelineFold,
  viewsVersion: 1,
  viewsOf: (state) => ({ timeline: state }),
});
