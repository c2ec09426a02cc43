import { loadState, type RecordedEvent, streamName } from '@smartscale/events';
import { KubernetesError } from '@smartscale/kubernetes';
import type { Invocation } from '@smartscale/lambda';
import { fleet } from '@smartscale/projections';
import { carryOutRepairs } from './carry-out-repairs.ts';
import { carryOutSteps } from './carry-out-steps.ts';
import { nextSteps, type Observed } from './decider.ts';
import { drainSecondsWithin } from './drain-worker.ts';
import { observe } from './observe.ts';
import { ComputeError } from './ports.ts';
import { type Dependencies, openSession } from './session.ts';

/** Brings stream, EC2 and cluster together. Without an answer from both of the latter nothing is concluded. */
export async function reconcile(
  sample: RecordedEvent<'MetricsSampled' | 'MetricsMissed'>,
  { telemetry, context }: Invocation,
  dependencies: Dependencies,
): Promise<void> {
  const observed = await observeOrTell(dependencies, telemetry);
  if (!observed) return;
  // Read after the outside, so that the state is never the older of the two.
  const session = await openSession(dependencies, sample, telemetry);
  const { state } = await loadState(session.store, streamName('fleet', session.clusterId), fleet.fleetFold);
  const steps = nextSteps(state, observed, { policy: session.policy, now: session.clock.now() });
  if (steps.length === 0) return;
  await carryOutSteps(steps, session);
  await carryOutRepairs(steps, { session, sampleId: sample.id, drainSeconds: drainSecondsWithin(context, session.policy) });
}

async function observeOrTell(dependencies: Dependencies, telemetry: Invocation['telemetry']): Promise<Observed | undefined> {
  try {
    return await observe(dependencies);
  } catch (error) {
    if (!(error instanceof ComputeError || error instanceof KubernetesError)) throw error;
    telemetry.warn(`reconcile learnt nothing: ${error.message}`, { source: error.name, kind: error.kind });
    telemetry.count('ReconcilesSkipped');
    return undefined;
  }
}
