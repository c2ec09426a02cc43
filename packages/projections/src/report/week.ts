const DAY = 86_400_000;
const HOUR = 3_600_000;
const NAME = /^(\d{4})-W(\d\d)$/;

/** A week of ISO 8601, from Monday to Sunday by the clock of a time zone. `from` and `to` in epoch milliseconds, `to` exclusive. */
export type Week = { readonly name: string; readonly from: number; readonly to: number };

/** The week called `2026-W47`; null when there is none of that name. On a day on which clocks change it is an hour shorter or longer. */
export function weekNamed(name: string, timeZone: string): Week | null {
  const [, year, number] = NAME.exec(name) ?? [];
  if (year === undefined || number === undefined) return null;
  // 4 January is always in the first week.
  const monday = mondayOf(Date.UTC(Number(year), 0, 4)) + (Number(number) - 1) * 7 * DAY;
  return nameOf(monday) === name ? weekFrom(monday, timeZone) : null;
}

/** The last week that is over; `now` in epoch milliseconds. */
export function weekBefore(now: number, timeZone: string): Week {
  return weekFrom(mondayOf(localOf(now, timeZone)) - 7 * DAY, timeZone);
}

/** The hour of the week by the clock of a time zone: 0 on Monday at midnight. */
export function hourOfWeek(now: number, timeZone: string): number {
  const local = localOf(now, timeZone);
  return Math.floor((local - mondayOf(local)) / HOUR);
}

/** `monday` as if the local date were UTC's. */
function weekFrom(monday: number, timeZone: string): Week {
  return { name: nameOf(monday), from: instantOf(monday, timeZone), to: instantOf(monday + 7 * DAY, timeZone) };
}

function nameOf(monday: number): string {
  // A week belongs to the year that its Thursday is in.
  const year = new Date(monday + 3 * DAY).getUTCFullYear();
  const number = Math.round((monday - mondayOf(Date.UTC(year, 0, 4))) / (7 * DAY)) + 1;
  return `${year}-W${String(number).padStart(2, '0')}`;
}

function mondayOf(local: number): number {
  const midnight = Math.floor(local / DAY) * DAY;
  return midnight - ((new Date(midnight).getUTCDay() + 6) % 7) * DAY;
}

/** The clock of a zone, read as if it were UTC's. */
function localOf(instant: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, ...DIGITS });
  const parts = format.formatToParts(instant);
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = PARTS.map((part) =>
    Number(parts.find(({ type }) => type === part)?.value),
  );
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

const PARTS = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const;

const DIGITS: Intl.DateTimeFormatOptions = {
  ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
  ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
};

/** The moment at which the clock of a zone shows it; the second guess is right also where the offset changes between. */
function instantOf(local: number, timeZone: string): number {
  const guess = local - (localOf(local, timeZone) - local);
  return guess - (localOf(guess, timeZone) - local);
}
