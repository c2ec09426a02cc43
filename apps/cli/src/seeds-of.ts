import { randomInt } from 'node:crypto';
import { UsageError } from './exit.ts';
import { parseNumber } from './number-option.ts';

const MAX_SEED = 2 ** 31 - 1;
const MAX_SEEDS = 1_000_000;

/** The three ways to say which seeds; at most one of them is given. */
export type SeedChoice = { readonly seeds?: string; readonly seed?: string; readonly fresh?: string };

/** The seeds that are asked for; 1 to 50 when nothing is said. UsageError says what is wrong. */
export function seedsOf({ seeds, seed, fresh }: SeedChoice): readonly number[] {
  if ([seeds, seed, fresh].filter((given) => given !== undefined).length > 1) {
    throw new UsageError('--seeds, --seed and --fresh each say which seeds to play: give one of them');
  }
  if (seed !== undefined) return [parseNumber(seed, { name: '--seed', min: 0, max: MAX_SEED, whole: true })];
  if (fresh !== undefined) {
    const count = parseNumber(fresh, { name: '--fresh', min: 1, max: MAX_SEEDS, whole: true });
    const first = randomInt(MAX_SEED - count);
    return rangeOf(first, first + count - 1);
  }
  const [, from, to] = /^(\d{1,10})\.\.(\d{1,10})$/.exec(seeds ?? '1..50') ?? [];
  const [first, last] = [Number(from), Number(to)];
  if (!(first <= last && last <= MAX_SEED && last - first < MAX_SEEDS)) {
    throw new UsageError(
      `--seeds takes A..B with whole numbers, such as 1..50, and at most ${MAX_SEEDS} of them, not "${seeds}"`,
    );
  }
  return rangeOf(first, last);
}

function rangeOf(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
