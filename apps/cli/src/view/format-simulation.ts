import { styleText } from 'node:util';
import type { SimulationResult } from '@smartscale/simulator';
import { formatTable } from '../table.ts';

const SHOWN_VIOLATIONS = 10;

/** What a simulation came to, for a terminal. */
export function formatSimulation(result: SimulationResult): string {
  const { staticFleet, violations, violationCount } = result;
  const table = formatTable([
    ['demand', `${result.trace}, ${result.days} days, seed ${result.seed}`],
    ['decisions', `${result.ticks} (${result.ups} up, ${result.downs} down), ${result.events} events`],
    [
      'workers',
      `${result.workerHours} hours, ${result.spotSharePercent} % of them Spot; ${result.launches} launched, ${result.interruptions} interrupted`,
    ],
    [
      'service',
      `${result.unservedPercent} % of the demand unserved, ${result.hotPercent} % of the minutes above 90 % of capacity`,
    ],
    [
      'cost',
      `${result.costUsd.toFixed(2)} USD; ${staticFleet.workers} On-Demand workers all the time: ${staticFleet.costUsd.toFixed(2)} USD`,
    ],
    ['saved', `${result.savedPercent} % of the price of instances; smartscale cost has disks, addresses and the server, too`],
    ['speed', `${result.seconds} s, ${result.ticksPerSecond} decisions a second`],
  ]);
  if (violationCount === 0) return `${table}\n${styleText('green', 'no rule was broken')}`;
  const rows = violations.slice(0, SHOWN_VIOLATIONS).map((violation) => `  ${JSON.stringify(violation)}`);
  return `${table}\n${styleText('red', `${violationCount} times a rule was broken`)}\n${rows.join('\n')}`;
}
