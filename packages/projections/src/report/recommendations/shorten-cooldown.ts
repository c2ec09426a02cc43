import { type Advise, inHours } from './recommendation.ts';

const LEAST_HOURS = 1;
const SHORTEST_SECONDS = 60;
const ROUND_SECONDS = 30;

/** More was wanted, and the cooldown after a scale-up held it back. */
export const shortenCooldown: Advise = ({ policy, decided }) => {
  const { cooldownUpHours: hours, missedWorkerHours } = decided;
  const seconds = policy.cooldown.afterUpSeconds;
  if (hours < LEAST_HOURS || seconds <= SHORTEST_SECONDS) return null;
  return {
    name: 'shorten-cooldown',
    because: `For ${inHours(hours)} more workers were wanted, and the cooldown of ${seconds} s after a scale-up held them back`,
    change: `cooldown.afterUpSeconds: ${Math.max(SHORTEST_SECONDS, Math.round(seconds / 2 / ROUND_SECONDS) * ROUND_SECONDS)}`,
    evidence: [`${missedWorkerHours.toFixed(1)} worker-hours came later than they were wanted`],
  };
};
