import { type Advise, inHours } from './recommendation.ts';

/** Of the hours looked at, and in all: a fleet whose nights are calm. */
const LEAST_SHARE = 0.25;
const LEAST_HOURS = 24;

/** The fleet stood at its minimum, and one worker less would have carried the load. */
export const lowerMin: Advise = ({ policy, decided, books }) => {
  const { idleAtMinHours, hours } = decided;
  const { min } = policy.workers;
  if (min < 2 || idleAtMinHours < LEAST_HOURS || idleAtMinHours < LEAST_SHARE * hours) return null;
  const usdPerHour = books.workers.hours > 0 ? books.workers.usd / books.workers.hours : 0;
  const { cpu, memory } = policy.signals;
  return {
    name: 'lower-min',
    because: `The fleet stood idle at its minimum of ${min} workers for ${inHours(idleAtMinHours)} of ${inHours(hours)}`,
    change: `workers.min: ${min - 1}`,
    evidence: [
      `with ${min - 1} CPU would have stayed below ${cpu.targetPercent} % and memory below ${memory.targetPercent} %, and the pods' requests would have fitted`,
      `about ${(idleAtMinHours * usdPerHour).toFixed(2)} USD of the week, at ${usdPerHour.toFixed(4)} USD for a worker's hour`,
    ],
  };
};
