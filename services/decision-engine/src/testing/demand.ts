import type { RecordedEvent } from '@smartscale/events';
import type { DemandModel } from '@smartscale/forecasting';
import type { KnownDemand } from '../decider.ts';
import { nothingLearnt, takeIn } from '../demand/take-in.ts';
import type { Scene } from './spec.ts';
import { INTERVAL_SECONDS, recorded, sampled } from './world.ts';

/** What a fleet of so many workers shows of a demand, in workers: all of it on the CPUs. */
export function showing(demand: number, joined: number): Scene {
  return { cpu: (100 * demand) / Math.max(1, joined), memory: 5, fleet: { joined } };
}

/** Samples of a demand, one a tick, the last of them `seconds` after the beginning. */
export function samplesOf(demands: readonly number[], seconds = 0): readonly RecordedEvent<'MetricsSampled'>[] {
  return demands.map((demand, index) => {
    const at = seconds - (demands.length - 1 - index) * INTERVAL_SECONDS;
    const workers = Math.max(4, Math.ceil(demand));
    return recorded('MetricsSampled', sampled(at, { ...showing(demand, workers), workers }), index + 1);
  });
}

/** The model of such samples, as an evaluation gets it. */
export function knownOf(demands: readonly number[]): KnownDemand {
  const model: DemandModel = nothingLearnt();
  for (const sample of samplesOf(demands)) takeIn(model, sample);
  return { basis: { learnedId: null, from: 1 }, model };
}

/** So many samples around a level, `spread` above or below it at most, without a pattern and yet the same each time. */
export function around(level: number, samples: number, spread = 0.3): readonly number[] {
  return Array.from({ length: samples }, (_, index) => {
    const scattered = Math.sin((index + 1) * 12.9898) * 43_758.5453;
    return Math.max(0, level + 2 * spread * (scattered - Math.floor(scattered) - 0.5));
  });
}
