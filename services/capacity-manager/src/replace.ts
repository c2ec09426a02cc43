import type { RecordedEvent } from '@smartscale/events';
import type { Invocation } from '@smartscale/lambda';
import { drainedFact } from './drain-worker.ts';
import { launchPending } from './scale.ts';
import { type Dependencies, openSession } from './session.ts';
import { terminateWorkers } from './terminate-workers.ts';

/** Settles in one append that an interrupted worker goes, or that one is at risk, and what stands in for it, then launches that. */
export async function replaceWorker(
  warning: RecordedEvent<'SpotWarning'>,
  { telemetry }: Invocation,
  dependencies: Dependencies,
): Promise<void> {
  const session = await openSession(dependencies, warning, telemetry);
  const { policy, clock } = session;
  const kind = warning.data.kind === 'rebalance' ? 'note-risk' : 'replace-interrupted';
  const { state, events } = await session.apply(() => ({ kind, warning, policy, now: clock.now() }));
  const operation = state.operations.find(({ operationId }) => operationId === warning.id);
  if (operation && events.length > 0) await launchPending(operation, state, session);
}

/** Notes that a worker is to be replaced. The samples see to it: that may have to wait for days. */
export async function noteMaintenance(
  notice: RecordedEvent<'MaintenanceScheduled'>,
  { telemetry }: Invocation,
  dependencies: Dependencies,
): Promise<void> {
  const session = await openSession(dependencies, notice, telemetry);
  const { policy, clock } = session;
  await session.apply(() => ({ kind: 'schedule-replacement', notice, policy, now: clock.now() }));
}

/** An interrupted worker that is empty need not wait for EC2. One that is not keeps its time up to the deadline. */
export async function endInterruption(
  drained: RecordedEvent<'InterruptionDrained'>,
  { telemetry }: Invocation,
  dependencies: Dependencies,
): Promise<void> {
  const { instanceId, outcome } = drained.data;
  // Whatever pods it names: a drain that could not reach the API names none, and knows nothing of them.
  if (outcome === 'deadline') return;
  const session = await openSession(dependencies, drained, telemetry);
  const state = await session.record([drainedFact(instanceId, drained.data)]);
  await terminateWorkers([instanceId], state, session);
}
