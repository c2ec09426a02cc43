import type { fleet } from '@smartscale/projections';
import type { Fact } from './commands.ts';
import { secondsBetween } from './seconds.ts';

/** The node of a launched worker is Ready at `now` (epoch milliseconds). */
export function joinedFact({ instanceId, launchedAt }: fleet.Worker, nodeName: string, now: number): Fact {
  return { type: 'NodeJoined', data: { instanceId, nodeName, afterSeconds: secondsBetween(launchedAt, now) } };
}
