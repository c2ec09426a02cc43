/** Days and months of the ledger are those of UTC, as on AWS' bill: none has an hour more or less when clocks are changed. */
export const DAY_MILLISECONDS = 86_400_000;

const MONTH_LENGTH = 'yyyy-mm'.length;
const DAY_LENGTH = 'yyyy-mm-dd'.length;

/** `2026-11` of a timestamp. */
export function monthOf(timestamp: string): string {
  return timestamp.slice(0, MONTH_LENGTH);
}

/** `2026-11-24` of a moment. */
export function dayOf(moment: number): string {
  return new Date(moment).toISOString().slice(0, DAY_LENGTH);
}

/** Epoch milliseconds at which a month such as `2026-11` begins, or the one so many months after it. */
export function startOfMonth(month: string, later = 0): number {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return Date.UTC(year, number - 1 + later, 1);
}
