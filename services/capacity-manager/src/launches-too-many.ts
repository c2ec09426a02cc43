import type { PlannedLaunch, Policy } from '@smartscale/events';
import { countFleet, type FleetState } from '@smartscale/projections/fleet';
import type { Fact } from './commands.ts';

/**
 * Of launches that are to be tried again, those that would take the fleet above its maximum, given up: it has grown by other hands since
 * they were planned. What stands in for another worker is not among them: that one has gone, or goes.
 */
export function launchesTooMany(
  steps: readonly { readonly launch: PlannedLaunch }[],
  state: FleetState,
  { workers: { max } }: Policy,
): readonly Fact[] {
  const { joined, coming } = countFleet(state);
  const count = joined + coming;
  const more = steps.filter(({ launch }) => launch.replaces === null);
  return more.slice(Math.max(0, more.length - Math.max(0, count - max))).map(({ launch }) => {
    const { launchId, zone, capacityType } = launch;
    const message = `There are ${count} workers, with those that are on their way; ${max} are the most.`;
    return { type: 'LaunchFailed', data: { launchId, zone, capacityType, code: 'AboveMaximum', message, attempts: 0 } };
  });
}
