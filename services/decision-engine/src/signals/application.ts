import type { ApplicationSignalPolicy } from '@smartscale/events';
import { senseBreach } from './breach.ts';
import { figure } from './figure.ts';
import { abstained, found, type Reading, type SignalInput } from './signal.ts';
import { wholeWorkers } from './sizing.ts';
import { BREACH_SURVIVES_TICKS, extendStreak } from './streak.ts';

/** Evidence and streaks of an application's signal carry this prefix: it may be called `cpu` as well. */
const PREFIX = 'application:';

/** One signal from the application's own /metrics, as the policy defines it. */
export function application(rule: ApplicationSignalPolicy, input: SignalInput): Reading {
  const { joined } = input;
  const name = `${PREFIX}${rule.name}`;
  const before = input.memory.streaks[name];
  const value = input.load.application.find((measured) => measured.name === rule.name)?.value ?? null;
  if (value === null) return abstained({ name, unit: rule.unit, because: `${rule.name} ${input.absence}` }, before);

  const { threshold, calmBelow, needed, calmWorkers } = SIZING[rule.sizing](rule, value, joined);
  const finding = { name, value, threshold, unit: rule.unit };
  const show = (amount: number) => (rule.unit === '' ? figure(amount) : `${figure(amount)} ${rule.unit}`);
  if (value > threshold) {
    const streak = extendStreak(before, input, BREACH_SURVIVES_TICKS);
    const shown = { label: rule.name, threshold: show(threshold), value: show(value) };
    const breach = senseBreach({ streak, samples: rule.samples, ...shown, needed, joined });
    return found({ ...finding, ...breach }, joined, { streak, pressing: true });
  }
  const because = `${rule.name} ${show(value)}`;
  if (value < calmBelow) {
    const flip = `would object at ${show(calmBelow)}, is ${show(value)}`;
    return found({ ...finding, desiredWorkers: calmWorkers, because, flip }, joined);
  }
  const downIsNearer = value - calmBelow < threshold - value;
  const flip = downIsNearer ? `would agree below ${show(calmBelow)}` : `would scale up above ${show(threshold)}`;
  return found({ ...finding, desiredWorkers: joined, because, flip: `${flip}, is ${show(value)}` }, joined);
}

type Sizing = {
  readonly threshold: number;
  readonly calmBelow: number;
  /** Workers that are enough above the threshold, and in calm. */
  readonly needed: number;
  readonly calmWorkers: number;
};

const SIZING: Record<
  ApplicationSignalPolicy['sizing'],
  (rule: ApplicationSignalPolicy, value: number, joined: number) => Sizing
> = {
  /** A queue, a latency: how far above says nothing about how many workers, so the one that any breach asks for. */
  step: ({ threshold, calmBelow }, _value, joined) => ({
    threshold,
    calmBelow: calmBelow ?? threshold / 2,
    needed: joined,
    calmWorkers: Math.max(0, joined - 1),
  }),
  /** A rate that workers share: the threshold is what one of them carries. */
  'per-worker': ({ threshold, calmBelow }, value, joined) => {
    const needed = wholeWorkers(value / threshold);
    const calmEach = calmBelow ?? threshold / 2;
    return { threshold: threshold * joined, calmBelow: calmEach * joined, needed, calmWorkers: Math.min(needed, joined) };
  },
};
