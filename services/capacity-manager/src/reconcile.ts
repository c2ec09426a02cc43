import { loadState, type RecordedEvent, streamName } from '@smartscale/events';
import type { KubernetesError } from '@smartscale/kubernetes';
import type { Invocation } from '@smartscale/lambda';
import { fleet } from '@smartscale/projections';
import { carryOutRepairs } from './carry-out-repairs.ts';
import { carryOutSteps } from './carry-out-steps.ts';
import { nextSteps, type Observed } from './decider.ts';
import { drainSecondsWithin } from './drain-worker.ts';
import { observe } from './observe.ts';
import { ComputeError } from './ports.ts';
import { hourlyPrices } from './pricing/hourly-prices.ts';
import { withStopped } from './reconciling/stopped.ts';
import { type Dependencies, openSession } from './session.ts';

/** Brings stream, EC2 and cluster together. Without an answer from EC2 nothing is concluded, without one of the cluster nothing about nodes. */
export async function reconcile(
  sample: RecordedEvent<'MetricsSampled' | 'MetricsMissed'>,
  { telemetry, context }: Invocation,
  dependencies: Dependencies,
): Promise<void> {
  const observed = await observeOrTell(dependencies, telemetry);
  if (!observed) return;
  // Read after the outside, so that the state is never the older of the two.
  const session = await openSession(dependencies, sample, telemetry);
  const state = await fleetNow(dependencies);
  const steps = nextSteps(state, observed, { policy: session.policy, now: session.clock.now() });
  const prices = await hourlyPrices(sample, state, session);
  if (prices.length > 0) await session.record(prices);
  if (steps.length === 0) return;
  await carryOutSteps(steps, session);
  await carryOutRepairs(steps, { session, sampleId: sample.id, drainSeconds: drainSecondsWithin(context, session.policy) });
}

/**
 * The machine of a worker has stopped: what the next sample would find is found at once. Nothing for one that has left the fleet or is
 * about to, as after every termination of our own; and no repairs, which are for the beat.
 */
export async function reconcileStopped(
  stopped: RecordedEvent<'InstanceStopped'>,
  { telemetry }: Invocation,
  dependencies: Dependencies,
): Promise<void> {
  const worker = (await fleetNow(dependencies)).workers[stopped.data.instanceId];
  if (!worker || worker.status === 'drained') return;
  const seen = await observeOrTell(dependencies, telemetry);
  if (!seen) return;
  const session = await openSession(dependencies, stopped, telemetry);
  const now = session.clock.now();
  const observed = withStopped(seen, stopped.data, now);
  const steps = nextSteps(await fleetNow(dependencies), observed, { policy: session.policy, now });
  if (steps.length > 0) await carryOutSteps(steps, session);
}

async function fleetNow({ store, clusterId }: Dependencies): Promise<fleet.FleetState> {
  return (await loadState(store, streamName('fleet', clusterId), fleet.fleetFold)).state;
}

async function observeOrTell(dependencies: Dependencies, telemetry: Invocation['telemetry']): Promise<Observed | undefined> {
  const tell = (what: string, { message, name, kind }: ComputeError | KubernetesError) => {
    telemetry.warn(`reconcile ${what}: ${message}`, { source: name, kind });
    telemetry.count('ReconcilesSkipped');
  };
  try {
    return await observe(dependencies, (error) => tell('learnt nothing of the nodes', error));
  } catch (error) {
    if (!(error instanceof ComputeError)) throw error;
    tell('learnt nothing', error);
    return undefined;
  }
}
