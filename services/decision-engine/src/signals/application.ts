import type { ApplicationSignalPolicy } from '@smartscale/events';
import { figure, plural } from './figure.ts';
import { abstained, found, type Reading, type SignalInput } from './signal.ts';
import { wholeWorkers } from './sizing.ts';
import { BREACH_SURVIVES_TICKS, extendStreak } from './streak.ts';

/** Evidence and streaks of an application's signal carry this prefix: it may be called `cpu` as well. */
const PREFIX = 'application:';

/**
 * One signal from the application's own /metrics, as the policy defines it.
 *
 * - `step` (a queue, a latency): above the threshold one worker more.
 * - `per-worker` (a request rate): the threshold is what one worker carries, so `value / threshold` workers are needed.
 */
export function application(rule: ApplicationSignalPolicy, input: SignalInput): Reading {
  const name = `${PREFIX}${rule.name}`;
  const before = input.memory.streaks[name];
  const value = input.load.application.find((measured) => measured.name === rule.name)?.value ?? null;
  if (value === null) return abstained({ name, unit: rule.unit, because: `${rule.name} ${input.absence}` }, before);

  const { joined } = input;
  const workers = rule.sizing === 'per-worker' ? joined : 1;
  const threshold = rule.threshold * workers;
  const calmBelow = (rule.calmBelow ?? rule.threshold / 2) * workers;
  const needed = rule.sizing === 'per-worker' ? wholeWorkers(value / rule.threshold) : joined + 1;
  const show = (amount: number) => (rule.unit === '' ? figure(amount) : `${figure(amount)} ${rule.unit}`);
  const finding = { name, value, threshold, unit: rule.unit };

  if (value > threshold) {
    const streak = extendStreak(before, input, BREACH_SURVIVES_TICKS);
    const lasting = streak.samples >= rule.samples;
    const samples = lasting ? plural(streak.samples, 'sample') : `${streak.samples} of ${rule.samples} samples`;
    const because = `${rule.name} ${show(value)} above ${show(threshold)} for ${samples}`;
    const flip = lasting
      ? `would hold at ${show(threshold)} or below, is ${show(value)}`
      : `would scale up after ${plural(rule.samples - streak.samples, 'more sample')} above ${show(threshold)}`;
    const desiredWorkers = lasting ? Math.max(needed, joined + 1) : joined;
    return found({ ...finding, desiredWorkers, because, flip }, joined, { streak, pressing: true });
  }
  const because = `${rule.name} ${show(value)}`;
  if (value < calmBelow) {
    const desiredWorkers = rule.sizing === 'per-worker' ? Math.min(needed, joined) : Math.max(0, joined - 1);
    const flip = `would object at ${show(calmBelow)}, is ${show(value)}`;
    return found({ ...finding, desiredWorkers, because, flip }, joined);
  }
  const flip =
    value - calmBelow < threshold - value
      ? `would agree below ${show(calmBelow)}, is ${show(value)}`
      : `would scale up above ${show(threshold)}, is ${show(value)}`;
  return found({ ...finding, desiredWorkers: joined, because, flip }, joined);
}
