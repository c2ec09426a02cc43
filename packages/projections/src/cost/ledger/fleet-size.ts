import type { LedgerState } from './ledger-state.ts';
import type { Span } from './rating.ts';

/** The share of time for which a static fleet may be smaller than the fleet was: half a percent, three and a half hours of a month. */
const PEAK_SHARE = 0.005;

/** The size that the fleet was at or below for all but half a percent of a span: what somebody would buy who never changes it. */
export function peakSize(state: LedgerState, span: Span): number {
  const changes: { at: number; by: number }[] = [];
  for (const { from, to } of [...state.ended, ...Object.values(state.living)]) {
    const [begin, end] = [Math.max(from, span.from), Math.min(to ?? span.to, span.to)];
    if (end > begin) changes.push({ at: begin, by: 1 }, { at: end, by: -1 });
  }
  changes.sort((one, other) => one.at - other.at);
  const timeAt = new Map<number, number>();
  let [size, since] = [0, span.from];
  for (const { at, by } of changes) {
    timeAt.set(size, (timeAt.get(size) ?? 0) + at - since);
    size += by;
    since = at;
  }
  let above = PEAK_SHARE * (span.to - span.from);
  const largestFirst = [...timeAt].toSorted(([one], [other]) => other - one);
  for (const [workers, milliseconds] of largestFirst) {
    above -= milliseconds;
    if (above < 0) return workers;
  }
  return largestFirst.at(-1)?.[0] ?? 0;
}
