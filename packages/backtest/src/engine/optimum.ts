import { clamp, type Limits } from './limits.ts';
import { COMFORT } from './tally.ts';

/** Worker-hours of a fleet that always has exactly what each minute needs, with no join delay. */
export function optimumWorkerHours(demand: Float64Array, limits: Limits): number {
  let minutes = 0;
  for (const wanted of demand) {
    if (!Number.isNaN(wanted)) minutes += clamp(Math.ceil(wanted / COMFORT), limits);
  }
  return minutes / 60;
}
