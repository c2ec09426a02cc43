import type { Policy } from '@smartscale/events';
import type { DecisionTally } from '../decision-tally.ts';
import { type Advise, inHours } from './recommendation.ts';

/** Of all hours: below it waiting is the price of not swinging. */
const LEAST_SHARE = 0.05;
const LEAST_HOURS = 4;
const SHORTEST_SECONDS = 60;
const ROUND_SECONDS = 30;

/** A worker too many was kept for hours, above the minimum: whoever held it most is named. */
export const releaseIdle: Advise = ({ policy, decided }) => {
  const held = Object.entries(decided.idleHeldHours).toSorted(([, one], [, other]) => other - one);
  const hours = held.reduce((sum, [, each]) => sum + each, 0);
  const [most] = held;
  if (!most || hours < LEAST_HOURS || hours < LEAST_SHARE * decided.hours) return null;
  const [holder, heldHours] = most;
  return {
    name: 'release-idle',
    because: `A worker too many was kept for ${inHours(hours)}, for ${inHours(heldHours)} of it by ${inPlainWords(holder, policy)}`,
    change: remedyFor(holder, policy, decided),
    evidence: held.slice(0, 4).map(([name, each]) => `${name}: ${inHours(each)}`),
  };
};

/** What the signal `idle` waits for; of others their name. */
function inPlainWords(holder: string, { signals: { idle } }: Policy): string {
  if (holder === 'idle-cpu') return `idle, which waits for CPU below ${idle.cpuBelowPercent} %`;
  if (holder === 'idle-memory') return `idle, which waits for memory below ${idle.memoryBelowPercent} %`;
  return holder === 'idle' ? `idle, which waits for ${idle.forSeconds} s of calm` : holder;
}

function remedyFor(holder: string, policy: Policy, { workerHours, hours }: DecisionTally): string {
  const workers = Math.max(2, Math.round(workerHours / hours));
  // Where one of so many goes, the others come to their target.
  const calm = (targetPercent: number) => Math.floor((targetPercent * (workers - 1)) / workers);
  switch (holder) {
    case 'idle-cpu':
      return `signals.idle.cpuBelowPercent: ${Math.max(policy.signals.idle.cpuBelowPercent, calm(policy.signals.cpu.targetPercent))}`;
    case 'idle-memory':
      return `signals.idle.memoryBelowPercent: ${Math.max(policy.signals.idle.memoryBelowPercent, calm(policy.signals.memory.targetPercent))}`;
    case 'cooldown-down':
      return `cooldown.afterDownSeconds: ${half(policy.cooldown.afterDownSeconds)}`;
    case 'cooldown-up':
      return `cooldown.afterUpSeconds: ${half(policy.cooldown.afterUpSeconds)}`;
    case 'idle':
      return `signals.idle.forSeconds: ${half(policy.signals.idle.forSeconds)}`;
    case 'flapping':
      return `flap.maxReversals: ${Math.min(20, policy.flap.maxReversals + 2)}`;
    case 'disruption':
      return 'disruption.windows: wider, or maxWorkers: 1';
    case 'requests':
      return 'ask for less in the CPU and memory requests of the pods: their use is below them';
    default:
      return `see why with "smartscale events --type ScaleDecided" and "smartscale doctor": ${holder} held`;
  }
}

function half(seconds: number): number {
  return Math.max(SHORTEST_SECONDS, Math.round(seconds / 2 / ROUND_SECONDS) * ROUND_SECONDS);
}
