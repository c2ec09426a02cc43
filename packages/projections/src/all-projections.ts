import { costProjection } from './cost/projection.ts';
import { fleetProjection } from './fleet/projection.ts';
import type { Projection } from './projection.ts';
import { timelineProjection } from './timeline/projection.ts';

/** Every projection whose views are kept. */
export const allProjections: readonly Projection[] = [fleetProjection, costProjection, timelineProjection];
