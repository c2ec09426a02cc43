import type { Violation } from '../checkers/watch.ts';
import { type PlayOptions, play } from './play.ts';
import { type Scenario, scenarioOf } from './scenario.ts';
import { shrink } from './shrink.ts';
import type { StoryLine } from './story-line.ts';

export type Story = {
  /** The scenario that is told: that of the seed, or a shorter one in which the same invariant is broken. */
  readonly scenario: Scenario;
  /** What the seed itself came to. */
  readonly violations: readonly Violation[];
  /** The violation at the end of the story; null when the seed is at peace. */
  readonly violation: Violation | null;
  /** Stories that were played in search of this one. */
  readonly plays: number;
  readonly lines: readonly StoryLine[];
};

/** Plays a seed, and when an invariant is broken shrinks it; then tells what happened, line by line. */
export async function storyOf(
  request: { readonly seed: number; readonly days: number },
  options: Pick<PlayOptions, 'sabotage' | 'invariants'> = {},
): Promise<Story> {
  const whole = scenarioOf(request.seed, request.days);
  const { violations } = await play(whole, options);
  const [first] = violations;
  if (!first) return { scenario: whole, violations, violation: null, plays: 1, lines: await linesOf(whole, options) };
  const { scenario, violation, plays } = await shrink(whole, first, options);
  const lines = await linesOf(scenario, { ...options, stopAt: ({ invariant }) => invariant === violation.invariant });
  return { scenario, violations, violation, plays: plays + 1, lines };
}

async function linesOf(scenario: Scenario, options: PlayOptions): Promise<readonly StoryLine[]> {
  const lines: StoryLine[] = [];
  await play(scenario, { ...options, tell: (line) => void lines.push(line) });
  return lines;
}
