import { createCell } from './cell.ts';
import { clock, clusterNow } from './live.ts';
import { formatRoute, parseRoute, type Route } from './route.ts';

/** A span of the chart, in epoch seconds. */
export type Span = { readonly from: number; readonly to: number };

export const HOUR = 3_600;
export const DAY = 86_400;
/** What is shown beside now: as far as a forecast goes. */
const AHEAD_SECONDS = HOUR;
const SHORTEST_SECONDS = HOUR / 2;

export const route = createCell<Route>(parseRoute(location.hash));
/** What the chart shows; null: the last of it, as long as `spanSeconds` says. */
export const panned = createCell<Span | null>(null);
export const spanSeconds = createCell(DAY);

window.addEventListener('hashchange', () => route.set(parseRoute(location.hash)));

/** Shows a link's target. `replace` leaves no trace in the browser's history, as while dragging. */
export function go(target: Route, how: 'push' | 'replace' = 'push'): void {
  const hash = formatRoute(target);
  if (hash !== location.hash) {
    if (how === 'push') history.pushState(null, '', hash);
    else history.replaceState(null, '', hash);
  }
  route.set(target);
}

/** Travels to a moment; at or after now it is live. */
export function travel(milliseconds: number, how: 'push' | 'replace' = 'replace'): void {
  const first = clock.get()?.first;
  const at = Math.max(milliseconds, first ? Date.parse(first) : milliseconds);
  const { nodeId } = route.get();
  go({ nodeId, decisionId: null, at: at >= clusterNow() ? null : at }, how);
}

export function goLive(): void {
  panned.set(null);
  go({ ...route.get(), decisionId: null, at: null });
}

/** The span to draw. */
export function shownSpan(): Span {
  const span = panned.get();
  if (span) return span;
  const to = clusterNow() / 1_000 + Math.min(AHEAD_SECONDS, spanSeconds.get() / 6);
  return { from: to - spanSeconds.get(), to };
}

/** Moves the span, within what there is; at its end it follows the time again. */
export function panTo(from: number): void {
  const length = spanSeconds.get();
  const known = clock.get();
  const end = clusterNow() / 1_000 + Math.min(AHEAD_SECONDS, length / 6);
  const begin = known?.first ? Date.parse(known.first) / 1_000 : end - length;
  const bounded = Math.max(Math.min(begin, end - length), Math.min(from, end - length));
  panned.set(bounded >= end - length - 1 ? null : { from: bounded, to: bounded + length });
}

/** Shows more or less around a moment. */
export function zoom(seconds: number, around: number): void {
  const { from, to } = shownSpan();
  const share = (around - from) / (to - from);
  spanSeconds.set(Math.max(SHORTEST_SECONDS, Math.min(seconds, longestSpan())));
  panTo(around - share * spanSeconds.get());
}

/** Brings a moment into sight when it is outside. */
export function reveal(milliseconds: number): void {
  const { from, to } = shownSpan();
  const at = milliseconds / 1_000;
  if (at < from || at > to) panTo(at - 0.6 * spanSeconds.get());
}

export function longestSpan(): number {
  const known = clock.get();
  const begin = known?.first ? Date.parse(known.first) / 1_000 : 0;
  return Math.max(DAY, clusterNow() / 1_000 + AHEAD_SECONDS - begin);
}
