import { randomStream } from '../random.ts';
import type { FakeInstance } from './fake-instance.ts';

const DAY_MILLISECONDS = 86_400_000;
const MINUTE_MILLISECONDS = 60_000;
const NOTICE_MILLISECONDS = 120_000;
/** Taken together at most. */
export const CRASH_INSTANCES = 8;

/** When the Spot market of a day crashes: once a day, at some minute. Epoch milliseconds. */
export function crashOfDay(seed: string | number, now: number): number {
  const day = Math.floor(now / DAY_MILLISECONDS);
  const minute = Math.floor(randomStream(seed, `spot-crash/${day}`).next() * 1_440);
  return day * DAY_MILLISECONDS + minute * MINUTE_MILLISECONDS;
}

/** In the minute of the crash up to eight Spot instances have their notice, and two minutes later they are taken, whatever their fate was before. */
export function crash(
  instances: Iterable<FakeInstance>,
  { seed, now }: { readonly seed: string | number; readonly now: number },
) {
  const random = randomStream(seed, `spot-crash/${now}/seconds`);
  const spot = [...instances].filter(({ capacityType, endedAt }) => capacityType === 'spot' && endedAt === null);
  for (const instance of spot.slice(0, CRASH_INSTANCES)) {
    const at = now + Math.floor(random.between(0, MINUTE_MILLISECONDS));
    instance.turns.splice(0, instance.turns.length, { at, kind: 'notice' }, { at: at + NOTICE_MILLISECONDS, kind: 'taken' });
  }
}
