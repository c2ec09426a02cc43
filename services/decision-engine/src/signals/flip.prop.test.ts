import fc from 'fast-check';
import { expect, it } from 'vitest';
import { given, streakOf } from '../testing/spec.ts';

/** What a flip says, read as a person would: the verdict promised, and the percentage at which it comes. */
function promiseOf(flip: string): { verdict: string; percent: number } | null {
  const match = /^would (object|agree|scale up|hold) (above|at) ([\d.]+) %(?: or below)?, is/.exec(flip);
  if (!match) return null;
  const [, what, side, figure] = match;
  const verdicts: Record<string, string> = { object: 'hold', agree: 'down', 'scale up': 'up', hold: 'not up' };
  // Shown with two decimals: a step beyond them on the side that is meant.
  return { verdict: verdicts[what ?? ''] ?? '', percent: Number(figure) + (side === 'above' ? 0.02 : -0.01) };
}

it('what cpu says would turn it does turn it', () =>
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: 1, max: 12 }), (tenths, joined) => {
      const memory = { streaks: { cpu: streakOf(5, 0) } };
      const at = (cpu: number) => given(memory).when({ cpu, fleet: { joined } }).signal('cpu');
      const promised = promiseOf(at(tenths / 10)?.flip ?? '');
      if (!promised) throw new Error(`no promise in: ${at(tenths / 10)?.flip}`);
      const verdict = at(promised.percent)?.verdict;
      if (promised.verdict === 'not up') expect(verdict).not.toBe('up');
      else if (promised.verdict === 'hold') expect(['hold', 'up']).toContain(verdict);
      else expect(verdict).toBe(promised.verdict);
    }),
  ));
