import type { SignalEvidence } from '@smartscale/events';
import type { Decision } from './decide.ts';

/**
 * The nearest change that would have made a decision another one, with the signal or guard it concerns: "idle would scale down if
 * CPU < 30 %, is 45 %".
 *
 * - hold by a guard: that guard, and what it waits for;
 * - hold by the signals: the only one that objects to a scale-down, else the one nearest to its threshold;
 * - up: the signal that decided; down: the one that is nearest to an objection.
 *
 * Null when none of them has one.
 */
export function nearestFlip(decision: Decision): string | null {
  const { action, decidedBy, signals, guards } = decision;
  const guard = guards.find(({ name }) => name === decidedBy);
  if (guard) return `${guard.name} would not hold without: ${guard.because}`;
  if (action === 'up') return flipOf(signals.find(({ name }) => name === decidedBy));
  const voices = signals.filter(({ flip }) => flip !== null);
  if (action === 'down') return flipOf(nearest(voices));
  const objecting = voices.filter(({ verdict }) => verdict === 'hold');
  return flipOf(nearest(objecting.filter(isLoad)) ?? objecting[0]);
}

function isLoad({ unit }: SignalEvidence): boolean {
  return unit !== 'workers';
}

function nearest(signals: readonly SignalEvidence[]): SignalEvidence | undefined {
  return signals.toSorted((a, b) => distance(a) - distance(b))[0];
}

/** How far a value is from its threshold, as a share of the threshold: nothing is near a threshold of zero. */
function distance({ value, threshold }: SignalEvidence): number {
  return threshold ? Math.abs((value ?? 0) - threshold) / threshold : Number.POSITIVE_INFINITY;
}

function flipOf(signal: SignalEvidence | undefined): string | null {
  return signal?.flip ? `${signal.name} ${signal.flip}` : null;
}
