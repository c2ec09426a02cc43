export { timelineProjection } from './projection.ts';
export { MAX_ENTRIES, type Timeline, type TimelineEntry, timelineFold } from './timeline.ts';
