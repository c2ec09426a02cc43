import type { Policy } from '@smartscale/events';
import type { FleetState } from '@smartscale/projections/fleet';
import { failed, type Judgement, ok, unknown, warning } from '../finding.ts';

/** Both shares: of the workers above the On-Demand base, which the policy speaks of, and of all. */
export function judgeSpotShare({ workers, operations }: FleetState, { mix }: Policy): Judgement {
  const living = Object.values(workers).filter(({ status }) => status === 'joined' || status === 'launched');
  if (living.length === 0) return unknown('there are no workers', 'see the check "launches"');
  const spot = living.filter(({ capacityType }) => capacityType === 'spot').length;
  const onDemand = living.length - spot;
  const base = Math.min(mix.onDemandBase, living.length);
  const above = living.length - base;
  const share =
    above === 0
      ? 'none above the base'
      : `${percent(Math.min(spot, above), above)} % of the ${above} above the base of ${base}`;
  const wanted = Math.round((above * mix.spotPercentAboveBase) / 100);
  const found = `${spot} of ${living.length} workers are Spot: ${share} (wanted ${mix.spotPercentAboveBase} %), ${percent(spot, living.length)} % of all`;
  // Half a worker either way is the same share in whole workers.
  const isOnTarget = Math.abs(spot * 100 - above * mix.spotPercentAboveBase) <= 50;
  if (onDemand >= base && isOnTarget) return ok(found);
  if (operations.length > 0) return warning(`${found}; an operation is in flight`, 'ask again when it is completed');
  if (onDemand < base)
    return failed(
      `${found}; only ${onDemand} On-Demand`,
      'it is repaired with the next sample; if not, see the check "launches"',
    );
  const cause = spot < wanted ? 'see the check "launches" for why Spot does not launch' : 'more Spot than wanted';
  return warning(
    `${found}; ${wanted} would be`,
    `${cause}; the share is repaired once the fleet has been quiet for half an hour and below its maximum`,
  );
}

function percent(part: number, whole: number): number {
  return Math.round((100 * part) / whole);
}
