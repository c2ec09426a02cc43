import { type Advise, inHours } from './recommendation.ts';

/** Less is a peak that the maximum is there to cut. */
const LEAST_HOURS = 1;
/** A new maximum carries this share of the hours in which the old one did not. */
const CARRIED = 0.95;

/** The maximum was reached for hours while more was wanted. */
export const raiseMax: Advise = ({ policy, decided }) => {
  const wanted = Object.entries(decided.wantedAtMaxHours).map(([workers, each]) => ({ workers: Number(workers), hours: each }));
  const hours = wanted.reduce((sum, each) => sum + each.hours, 0);
  if (hours < LEAST_HOURS) return null;
  const bySize = wanted.toSorted((one, other) => one.workers - other.workers);
  let carried = 0;
  const enough = bySize.find((each) => {
    carried += each.hours;
    return carried >= CARRIED * hours;
  });
  const most = bySize.at(-1)?.workers ?? 0;
  return {
    name: 'raise-max',
    because: `The maximum of ${policy.workers.max} workers was reached for ${inHours(hours)} while more was wanted`,
    change: `workers.max: ${enough?.workers ?? most}`,
    evidence: [
      `up to ${most} workers were wanted`,
      `${enough?.workers ?? most} would have been enough for ${Math.round(CARRIED * 100)} % of that time`,
    ],
  };
};
