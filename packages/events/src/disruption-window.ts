import { type DisruptionPolicy, WEEKDAYS } from './disruption-policy.ts';

type Weekday = (typeof WEEKDAYS)[number];
type Window = DisruptionPolicy['windows'][number];

/** A moment on the wall clock of a time zone. */
export type WallClock = { readonly day: Weekday; readonly time: string };

/** Building one costs more than a hundred uses of it. A process sees the few zones of its policies. */
const formats = new Map<string, Intl.DateTimeFormat>();
const MAX_FORMATS = 50;

/**
 * Weekday and `HH:MM` in a time zone; `now` in epoch milliseconds. By the wall clock: on the day on which clocks go forward an hour of
 * it does not come, on the day on which they go back one comes twice.
 */
export function wallClock(now: number, timeZone: string): WallClock {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(now)
      .map(({ type, value }) => [type, value]),
  );
  const day = WEEKDAYS.find((name) => name === parts['weekday']?.toLowerCase());
  if (!day) throw new Error(`no weekday in ${JSON.stringify(parts)}`);
  return { day, time: `${parts['hour']}:${parts['minute']}` };
}

/**
 * Why no worker may be disrupted by choice at that moment, as one clause; null when one may. A window belongs to the day on which it
 * begins: `fri 22:00 to 05:00` ends on Saturday morning. `now` in epoch milliseconds.
 */
export function outsideWindows({ windows, timeZone }: DisruptionPolicy, now: number): string | null {
  if (windows.length === 0) return null;
  const clock = wallClock(now, timeZone);
  if (windows.some((window) => isWithin(window, clock))) return null;
  const times = windows.map(describeWindow).join(', ');
  return `workers are disrupted by choice only ${times}; it is ${clock.day} ${clock.time} (${timeZone})`;
}

function isWithin({ days, from, to }: Window, { day, time }: WallClock): boolean {
  // `HH:MM` in its one form: order as text is order in time.
  if (from < to) return days.includes(day) && from <= time && time < to;
  return (days.includes(day) && from <= time) || (days.includes(dayBefore(day)) && time < to);
}

function dayBefore(day: Weekday): Weekday {
  return WEEKDAYS.at(WEEKDAYS.indexOf(day) - 1) ?? day;
}

function describeWindow({ days, from, to }: Window): string {
  const when = days.length === WEEKDAYS.length ? 'daily' : days.join(', ');
  return `${when} ${from} to ${to}`;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', ...time });
  if (formats.size >= MAX_FORMATS) formats.clear();
  formats.set(timeZone, format);
  return format;
}
