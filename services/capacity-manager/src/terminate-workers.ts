import type { fleet } from '@smartscale/projections';
import { terminatedFact } from './decider.ts';
import type { Session } from './session.ts';

/**
 * Terminates those of these workers whose time is over by the stream as it is now, and records it. A worker that has changed its
 * mind since (joined at the last moment, taken back) is left alone.
 */
export async function terminateWorkers(
  instanceIds: readonly string[],
  state: fleet.FleetState,
  session: Session,
): Promise<void> {
  const now = session.clock.now();
  const over = instanceIds.flatMap((instanceId) => {
    const worker = state.workers[instanceId];
    return worker && isOver(worker, now) ? [worker] : [];
  });
  if (over.length === 0) return;
  await session.compute.terminate(over.map(({ instanceId }) => instanceId));
  await session.record(over.map((worker) => terminatedFact(worker, session.clock.now())));
}

type Leaving = Extract<fleet.Worker, { cause: fleet.DrainCause }>;

function isOver(worker: fleet.Worker, now: number): worker is Leaving {
  if (worker.status === 'drained') return true;
  return worker.status === 'draining' && worker.cause === 'interruption' && Date.parse(worker.deadline) < now;
}
