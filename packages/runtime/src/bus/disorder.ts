import { createSeededRandom } from './seeded-random.ts';

/** How unruly the bus is. Nothing given: at once, once, in order. */
export type DeliveryOptions = {
  readonly seed: number;
  /** The mean time from publishing to invoking; each delivery takes half to one and a half of it. */
  readonly latencyMilliseconds?: number;
  /** Share of deliveries that come twice. */
  readonly duplicatePercent?: number;
  /** Share of deliveries that are overtaken: they come up to REORDER_MILLISECONDS later. */
  readonly reorderPercent?: number;
};

const REORDER_MILLISECONDS = 10_000;

/** Delays of the deliveries of one event to one target, in milliseconds: one for each time it is delivered. 0 is at once. */
export type PlanDeliveries = () => readonly number[];

const ONCE_AT_ONCE: readonly number[] = [0];

/** Plans deliveries by a seed: the same seed gives the same plan for the same sequence of calls. */
export function createDisorder(options: DeliveryOptions | undefined): PlanDeliveries {
  const { seed = 0, latencyMilliseconds = 0, duplicatePercent = 0, reorderPercent = 0 } = options ?? {};
  if (latencyMilliseconds === 0 && duplicatePercent === 0 && reorderPercent === 0) return () => ONCE_AT_ONCE;
  const random = createSeededRandom(seed);
  const happens = (percent: number) => percent > 0 && random() * 100 < percent;
  const delay = () => {
    const latency = latencyMilliseconds * (0.5 + random());
    return Math.round(happens(reorderPercent) ? latency + random() * REORDER_MILLISECONDS : latency);
  };
  return () => (happens(duplicatePercent) ? [delay(), delay()] : [delay()]);
}
