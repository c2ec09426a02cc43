import type { TypeTally } from '../offering-tally.ts';
import type { Advise } from './recommendation.ts';

const LEAST_TROUBLES = 3;
/** Of all troubles. */
const LEAST_SHARE = 0.6;
/** So much more often than its share of the launches lets expect. */
const LEAST_EXCESS = 1.5;
/** With fewer left EC2 has little to choose from. */
const FEWEST_LEFT = 2;

/** Most interruptions and failures were those of one instance type. */
export const dropType: Advise = ({ policy, offered }) => {
  const types = Object.entries(offered.types);
  const all = types.reduce((sum, [, each]) => sum + troublesOf(each), 0);
  const launches = types.reduce((sum, [, each]) => sum + each.launches, 0);
  const [worst] = types.toSorted(([, one], [, other]) => troublesOf(other) - troublesOf(one));
  if (!worst) return null;
  const [type, tally] = worst;
  const troubles = troublesOf(tally);
  const share = troubles / all;
  const isExcess = launches === 0 || share >= (LEAST_EXCESS * tally.launches) / launches;
  const left = policy.placement.instanceTypes.filter((name) => name !== type);
  const isInUse = left.length < policy.placement.instanceTypes.length && left.length >= FEWEST_LEFT;
  if (troubles < LEAST_TROUBLES || share < LEAST_SHARE || !isExcess || !isInUse) return null;
  return {
    name: 'drop-type',
    because: `${troubles} of ${all} interruptions and failures were those of ${type}`,
    change: `placement.instanceTypes: [${left.join(', ')}]`,
    evidence: [
      `${tally.launches} of ${launches} launches were of it`,
      `taken back ${tally.interruptions}, not joined ${tally.joinTimeouts}, lost ${tally.losses}`,
    ],
  };
};

function troublesOf({ interruptions, joinTimeouts, losses }: TypeTally): number {
  return interruptions + joinTimeouts + losses;
}
