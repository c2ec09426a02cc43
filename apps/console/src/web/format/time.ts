const LOCALE = 'en-GB';

const formats = {
  clock: new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit' }),
  second: new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit', second: '2-digit' }),
  day: new Intl.DateTimeFormat(LOCALE, { weekday: 'short', day: 'numeric', month: 'short' }),
  full: new Intl.DateTimeFormat(LOCALE, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }),
  zone: new Intl.DateTimeFormat(LOCALE, { timeZoneName: 'short' }),
  zoneLong: new Intl.DateTimeFormat(LOCALE, { timeZoneName: 'long' }),
};

type Form = 'clock' | 'second' | 'day' | 'full';

/** A moment on this machine's wall clock. */
export function local(milliseconds: number, form: Form): string {
  return formats[form].format(milliseconds);
}

/** `24 Nov 2026, 20:04:00 UTC`, for whoever compares with logs. */
export function utc(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

export function zoneName(milliseconds: number, form: 'short' | 'long' = 'short'): string {
  const format = form === 'short' ? formats.zone : formats.zoneLong;
  return format.formatToParts(milliseconds).find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

/** `3 d 4 h`, `2 h 5 min`, `40 s`: the two largest units. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3_600) return `${Math.round(whole / 60)} min`;
  const hours = Math.floor(whole / 3_600);
  if (hours < 24) return joined(hours, 'h', Math.floor((whole % 3_600) / 60), 'min');
  return joined(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

/** The largest unit alone, for where there is little room: `3 d`. */
export function roughly(seconds: number): string {
  return duration(seconds).split(' ').slice(0, 2).join(' ');
}

function joined(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}
