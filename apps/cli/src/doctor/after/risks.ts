import { commandedShifts, type Policy, toTimestamp } from '@smartscale/events';
import type { FleetState } from '@smartscale/projections/fleet';
import { type Judgement, ok, warning } from '../finding.ts';

/** Zones that get no new workers for now, and workers that EC2 may take soon. Both pass by themselves, save a shift without an end. */
export function judgeRisks(fleet: FleetState, { placement }: Policy, now: number): Judgement {
  const moment = toTimestamp(now);
  const commanded = commandedShifts(placement, moment).map(
    ({ zone, until }) => `${zone} is shifted away by command ${until === null ? 'until it is ended' : `until ${until}`}`,
  );
  const byFailures = fleet.zoneShifts
    .filter(({ until }) => until > moment)
    .map(({ zone, until }) => `${zone} is shifted away by its failures until ${until}`);
  const atRisk = Object.values(fleet.workers).flatMap(({ nodeName, atRisk: risk }) =>
    risk && risk.until > moment ? [`EC2 may take ${nodeName} until ${risk.until}`] : [],
  );
  const found = [...commanded, ...byFailures, ...atRisk];
  if (found.length === 0) return ok('no zone is shifted away, and EC2 has announced nothing of a worker');
  return warning(
    found.join('; '),
    'see "smartscale events --stream fleet --type ZoneShifted NodeAtRisk"; "smartscale zone" has what is commanded',
  );
}
