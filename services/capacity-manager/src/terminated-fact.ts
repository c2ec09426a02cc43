import { toTimestamp } from '@smartscale/events';
import type { fleet } from '@smartscale/projections';
import type { Fact } from './commands.ts';
import { secondsBetween } from './seconds.ts';

/** A worker that was to go is gone, or was told to go, at `now` (epoch milliseconds). */
export function terminatedFact(worker: Extract<fleet.Worker, { cause: fleet.DrainCause }>, now: number): Fact {
  const { instanceId, cause, launchedAt } = worker;
  const aliveSeconds = secondsBetween(launchedAt, now);
  return { type: 'NodeTerminated', data: { instanceId, cause, terminatedAt: toTimestamp(now), aliveSeconds } };
}
