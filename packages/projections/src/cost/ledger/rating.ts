import type { Correction } from './ledger-state.ts';
import { isOf, type Life, rateAt } from './life.ts';
import { DAY_MILLISECONDS } from './month.ts';

const MILLISECONDS_PER_HOUR = 3_600_000;

export type Span = { readonly from: number; readonly to: number };

/** A part of a life within one UTC day and at one price. */
export type Piece = Span & { readonly usdPerHour: number | null };

export function hoursOf({ from, to }: Span): number {
  return Math.max(0, to - from) / MILLISECONDS_PER_HOUR;
}

/** A life within a span, in pieces of one day and one price. One that still runs is billed to the end of the span. */
export function piecesOf(life: Life, span: Span, corrections: readonly Correction[]): readonly Piece[] {
  const from = Math.max(life.from, span.from);
  const to = Math.min(life.to ?? span.to, span.to);
  if (to <= from) return [];
  const own = corrections.filter((correction) => isOf(life, correction));
  const cuts = new Set([from, to]);
  for (const rate of life.rates) cuts.add(rate.from);
  for (const correction of own) {
    cuts.add(correction.from);
    cuts.add(correction.to ?? to);
  }
  for (let day = Math.ceil(from / DAY_MILLISECONDS) * DAY_MILLISECONDS; day < to; day += DAY_MILLISECONDS) cuts.add(day);
  const within = [...cuts].filter((cut) => cut >= from && cut <= to).sort((a, b) => a - b);
  return within.slice(1).map((end, index) => {
    const begin = within[index] ?? from;
    return { from: begin, to: end, usdPerHour: priceAt(life, begin, own) };
  });
}

function priceAt(life: Life, moment: number, corrections: readonly Correction[]): number | null {
  const correction = corrections.findLast(({ from, to }) => from <= moment && (to === null || moment < to));
  return correction?.usdPerHour ?? rateAt(life.rates, moment);
}
