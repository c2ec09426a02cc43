import type { RecordedEvent } from '@smartscale/events';
import type { Invocation } from '@smartscale/lambda';
import type { fleet } from '@smartscale/projections';
import { allDone } from './all-done.ts';
import { drainSecondsWithin, drainWorker } from './drain-worker.ts';
import { launchWorker } from './launch-worker.ts';
import { LAUNCH_CLAIM_SECONDS } from './limits.ts';
import { observeCandidates } from './observe.ts';
import { type Dependencies, openSession, type Session } from './session.ts';
import { terminateWorkers } from './terminate-workers.ts';

/** Carries a decision out. Repeated, it goes on with the drains; launches that were left half-way are `reconcile`'s. */
export async function scale(
  decision: RecordedEvent<'ScaleDecided'>,
  { telemetry, context }: Invocation,
  dependencies: Dependencies,
): Promise<void> {
  const session = await openSession(dependencies, decision, telemetry);
  const { policy, clock } = session;
  const drainSeconds = drainSecondsWithin(context, policy);
  const { state, events } = await session.apply(async (loaded) => {
    const needsVictims = decision.data.action === 'down' && decision.position > loaded.state.decisionPosition;
    const candidates = needsVictims ? await observeCandidates(loaded.state, session) : [];
    return { kind: 'carry-out-decision', decision, policy, now: clock.now(), drainSeconds, candidates };
  });
  const operation = state.operations.find(({ operationId }) => operationId === decision.id);
  if (!operation) return;
  if (events.length > 0) await launchPending(operation, state, session);
  await removeVictims(operation, state, session);
}

/** For whoever has just planned them: the claim on them begins with the plan. */
export async function launchPending(operation: fleet.Operation, state: fleet.FleetState, session: Session): Promise<void> {
  const beginBefore = Date.parse(operation.plannedAt) + (LAUNCH_CLAIM_SECONDS * 1_000) / 2;
  await allDone(operation.pending.map((launch) => launchWorker({ launch, operation, state, beginBefore }, session)));
}

async function removeVictims({ leaving }: fleet.Operation, state: fleet.FleetState, session: Session): Promise<void> {
  await terminateWorkers(leaving, state, session);
  await allDone(
    leaving.flatMap((instanceId) => {
      const worker = state.workers[instanceId];
      return worker?.status === 'draining' && worker.cause === 'scale-down' ? [drainWorker(worker, session)] : [];
    }),
  );
}
