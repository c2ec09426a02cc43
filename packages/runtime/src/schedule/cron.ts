import { ServiceConfigurationError } from '../errors.ts';

const CRON = /^cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)$/;
const MINUTE_MILLISECONDS = 60_000;
const DAY_MILLISECONDS = 86_400_000;

/** A search for the next firing gives up after this: 29 February comes at least every eight years. */
const MAX_DAYS_AHEAD = 3_000;

type Field = ReadonlySet<number>;

/**
 * Compiles AWS's six-field cron (minutes hours day-of-month month day-of-week year) in UTC: numbers, lists, ranges, steps, `*` and `?`.
 * Names (`MON`) and `L`, `W`, `#` are refused with a clear error.
 */
export function parseCron(text: string): (from: number) => number {
  const match = CRON.exec(text);
  if (match === null)
    throw new ServiceConfigurationError(`the schedule "${text}" is neither rate(<n> minutes|hours|days) nor cron(<6 fields>)`);
  const [minuteText, hourText, dayText, monthText, weekdayText, yearText] = match.slice(1) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const field = (part: string, low: number, high: number) => parseField(part, { low, high, text });
  const minutes = field(minuteText, 0, 59);
  const hours = field(hourText, 0, 23);
  const days = field(dayText, 1, 31);
  const months = field(monthText, 1, 12);
  const weekdays = field(weekdayText, 1, 7);
  const years = field(yearText, 1970, 2199);
  const isDay = (date: Date) =>
    years.has(date.getUTCFullYear()) &&
    months.has(date.getUTCMonth() + 1) &&
    days.has(date.getUTCDate()) &&
    weekdays.has(date.getUTCDay() + 1);
  return (from) => nextFiring(Math.ceil(from / MINUTE_MILLISECONDS) * MINUTE_MILLISECONDS, { text, minutes, hours, isDay });
}

type Parsed = {
  readonly text: string;
  readonly minutes: Field;
  readonly hours: Field;
  readonly isDay: (date: Date) => boolean;
};

function nextFiring(from: number, { text, minutes, hours, isDay }: Parsed): number {
  const firstDay = Math.floor(from / DAY_MILLISECONDS) * DAY_MILLISECONDS;
  for (let day = firstDay; day < firstDay + MAX_DAYS_AHEAD * DAY_MILLISECONDS; day += DAY_MILLISECONDS) {
    if (!isDay(new Date(day))) continue;
    for (const hour of hours) {
      for (const minute of minutes) {
        const at = day + (hour * 60 + minute) * MINUTE_MILLISECONDS;
        if (at >= from) return at;
      }
    }
  }
  throw new ServiceConfigurationError(`the schedule ${text} never comes`);
}

type Bounds = { readonly low: number; readonly high: number; readonly text: string };

/** The values of a field, in ascending order. */
function parseField(part: string, { low, high, text }: Bounds): Field {
  const values = part.split(',').flatMap((piece) => {
    const match = /^(?:[*?]|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(piece);
    if (match === null) throw new ServiceConfigurationError(`"${piece}" in the schedule ${text} is not understood here`);
    const first = match[1] === undefined ? low : Number(match[1]);
    const step = Number(match[3] ?? 1);
    const isSingle = match[1] !== undefined && match[2] === undefined && match[3] === undefined;
    const last = isSingle ? first : Number(match[2] ?? high);
    if (first < low || last > high || first > last || step < 1) {
      throw new ServiceConfigurationError(`"${piece}" in the schedule ${text} is outside ${low} to ${high}`);
    }
    return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) => first + index * step);
  });
  return new Set(values.sort((a, b) => a - b));
}
