import { remembered } from '../remembered.ts';

const QUARTER_MS = 900_000;
const DAY_MS = 86_400_000;
const MOST_DAYS = 400;

/** Milliseconds that a zone is ahead of UTC at a moment. Clocks change on quarters of an hour, and on few days. */
export function offsetsOf(timeZone: string): (at: number) => number {
  if (timeZone === 'UTC') return () => 0;
  const { offsetAt, dayOffsets } = zones(timeZone, () => ({
    offsetAt: readOffsets(timeZone),
    dayOffsets: remembered(MOST_DAYS),
  }));
  return (at) => {
    const day = Math.floor(at / DAY_MS) * DAY_MS;
    const offset = dayOffsets(String(day), () => wholeDay(offsetAt, day));
    return typeof offset === 'number' ? offset : offsetAt(Math.floor(at / QUARTER_MS) * QUARTER_MS);
  };
}

const MOST_ZONES = 4;
const zones = remembered<{
  readonly offsetAt: (at: number) => number;
  readonly dayOffsets: ReturnType<typeof remembered<number | 'changes'>>;
}>(MOST_ZONES);

function wholeDay(offsetAt: (at: number) => number, day: number): number | 'changes' {
  const [first, last] = [offsetAt(day), offsetAt(day + DAY_MS)];
  return first === last ? first : 'changes';
}

function readOffsets(timeZone: string): (at: number) => number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  return (at) => {
    const clock = Object.fromEntries(parts.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = clock;
    return Date.UTC(year, month - 1, day, hour, minute) - at;
  };
}
