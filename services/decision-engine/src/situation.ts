import type { EventData, Policy, ScalingMemory } from '@smartscale/events';
import { countFleet, type FleetState } from '@smartscale/projections/fleet';
import type { Evaluate, KnownDemand } from './command.ts';
import { demandInWorkers } from './demand/take-in.ts';
import type { Foreseen } from './forecast/foreseen.ts';

/** The measured part of a sample. Null is "not known", never zero. */
export type Load = Pick<
  EventData<'MetricsSampled'>,
  'missing' | 'workers' | 'cpu' | 'memory' | 'pods' | 'requests' | 'application'
>;

/** A command as the signals and guards see it: parsed, counted and judged once. */
export type Situation = {
  readonly policy: Policy;
  readonly memory: ScalingMemory;
  readonly fleet: FleetState;
  readonly forecast: Foreseen | null;
  /** Workers that carry pods, by the fleet stream. Wishes are compared with these. */
  readonly joined: number;
  /** Workers planned or launched, not Ready yet. */
  readonly coming: number;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly sampledAt: string;
  readonly sampledAtMilliseconds: number;
  readonly intervalSeconds: number;
  /** missing: Prometheus gave no answer. stale: it did, too long ago. Neither is a measurement: `load` is then empty. */
  readonly quality: 'fresh' | 'stale' | 'missing';
  /** Why something is not in `load`, as a clause for people. */
  readonly absence: string;
  readonly load: Load;
  /** Seconds since the oldest series of the sample was measured. */
  readonly ageSeconds: number;
  /** Null when no policy asks for it, or this sample is no measurement of it. `workers`: of now, each used to the last. */
  readonly demand: { readonly model: KnownDemand['model']; readonly workers: number } | null;
};

const NO_LOAD: Load = {
  missing: ['cpu', 'memory', 'pods', 'requests', 'application'],
  workers: { ready: 0, notReady: 0, reporting: 0 },
  cpu: null,
  memory: null,
  pods: null,
  requests: null,
  application: [],
};

export function situationOf(command: Evaluate, memory: ScalingMemory, policy: Policy): Situation {
  const { sample, forecast, demand } = command;
  const { joined, coming } = countFleet(command.fleet);
  const { sampledAt, intervalSeconds } = sample.data;
  const sampledAtMilliseconds = Date.parse(sampledAt);
  const now = Date.parse(command.now);
  return {
    ...{ policy, memory, fleet: command.fleet, forecast, joined, coming },
    ...{ now, sampledAt, sampledAtMilliseconds, intervalSeconds },
    ...measurementOf(sample, now - sampledAtMilliseconds, { policy, demand }),
  };
}

function measurementOf(
  sample: Evaluate['sample'],
  delayMilliseconds: number,
  { policy, demand }: { readonly policy: Policy; readonly demand: Evaluate['demand'] },
): Pick<Situation, 'quality' | 'absence' | 'load' | 'ageSeconds' | 'demand'> {
  if (sample.type === 'MetricsMissed') {
    const { reason, consecutive } = sample.data;
    const absence = `metrics missing (${reason}), ${consecutive} in a row`;
    return { quality: 'missing', absence, load: NO_LOAD, ageSeconds: 0, demand: null };
  }
  // A clock behind the collector's must not make a sample younger than it was when taken.
  const ageSeconds = sample.data.ageSeconds + Math.max(0, delayMilliseconds) / 1_000;
  const { maxSampleAgeSeconds } = policy.evaluation;
  if (ageSeconds > maxSampleAgeSeconds) {
    const absence = `the sample is ${Math.ceil(ageSeconds)} s old, more than ${maxSampleAgeSeconds} s`;
    return { quality: 'stale', absence, load: NO_LOAD, ageSeconds, demand: null };
  }
  const workers = demand && demandInWorkers(sample.data);
  const known = demand && workers !== null ? { model: demand.model, workers } : null;
  return { quality: 'fresh', absence: 'not in the sample', load: sample.data, ageSeconds, demand: known };
}
