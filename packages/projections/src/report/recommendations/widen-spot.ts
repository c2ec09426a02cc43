import type { OnDemandPrices } from '../../cost/ledger/counterfactuals.ts';
import type { Advise, WeekSeen } from './recommendation.ts';

/** Points of a percentage: less is the rounding of a small fleet. */
const LEAST_POINTS = 10;
/** Worker-hours above the base: with fewer a share says little. */
const LEAST_HOURS = 20;
const SUGGESTED_TYPES = 2;

/** Less of the fleet was on Spot than the policy asks for, because EC2 had none or took them back. */
export const widenSpot: Advise = (seen) => {
  const { policy, decided, offered } = seen;
  const target = policy.mix.spotPercentAboveBase;
  const share = spotPercentAboveBase(seen);
  const types = Object.entries(offered.types);
  const sum = (of: 'unavailable' | 'interruptions') => types.reduce((total, [, tally]) => total + tally[of], 0);
  const [unavailable, interruptions] = [sum('unavailable'), sum('interruptions')];
  const isMarket = unavailable + interruptions + offered.fallbacks > 0;
  if (share === null || !isMarket || share > target - LEAST_POINTS || decided.aboveBaseHours < LEAST_HOURS) return null;
  const more = typesLike(policy.placement.instanceTypes, seen.onDemandPrices);
  return {
    name: 'widen-spot',
    because: `${share.toFixed(0)} % of the workers above the base were on Spot, ${target} % are wanted`,
    change:
      more.length === 0
        ? 'placement.instanceTypes: more types of the size in use, or placement.zones: more zones'
        : `placement.instanceTypes: [${[...policy.placement.instanceTypes, ...more].join(', ')}]`,
    evidence: [
      ...(offered.fallbacks > 0 ? [`${offered.fallbacks} launches were planned as Spot and became On-Demand`] : []),
      ...(unavailable > 0 ? [`EC2 had no Spot capacity: ${byType(types, 'unavailable')}`] : []),
      ...(interruptions > 0 ? [`EC2 took workers back: ${byType(types, 'interruptions')}`] : []),
    ],
  };
};

/** Null when the fleet was never above its base. At most 100: of a base that is not whole some Spot workers make up. */
export function spotPercentAboveBase({ books, decided }: Pick<WeekSeen, 'books' | 'decided'>): number | null {
  if (decided.aboveBaseHours === 0) return null;
  const spotHours = (books.workers.hours * books.workers.spotHoursPercent) / 100;
  return Math.min(100, (100 * spotHours) / decided.aboveBaseHours);
}

function byType(
  types: readonly (readonly [string, { unavailable: number; interruptions: number }])[],
  of: 'unavailable' | 'interruptions',
): string {
  const found = types.filter(([, tally]) => tally[of] > 0).toSorted(([, one], [, other]) => other[of] - one[of]);
  return found.map(([type, tally]) => `${type} ${tally[of]} times`).join(', ');
}

/** Types of the sizes in use that have a price here and are not in use, the cheapest first. */
function typesLike(inUse: readonly string[], prices: OnDemandPrices): readonly string[] {
  const sizes = new Set(inUse.map((type) => type.split('.')[1]));
  const architectures = new Set(inUse.map(isArm));
  return Object.keys(prices)
    .filter((type) => !inUse.includes(type) && sizes.has(type.split('.')[1]) && architectures.has(isArm(type)))
    .toSorted((one, other) => (prices[one] ?? 0) - (prices[other] ?? 0))
    .slice(0, SUGGESTED_TYPES);
}

/** Graviton families have a `g` behind their number: another image would be needed. */
function isArm(type: string): boolean {
  return /^[a-z]+\d+g/.test(type);
}
