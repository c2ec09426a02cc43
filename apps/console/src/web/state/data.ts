import type { CostView } from '../../server/views/cost-view.ts';
import type { DecisionView } from '../../server/views/decision-view.ts';
import type { DecisionFilter, DecisionPage } from '../../server/views/decisions-view.ts';
import type { MomentView } from '../../server/views/moment-view.ts';
import type { NodeView } from '../../server/views/node-view.ts';
import type { RangeView } from '../../server/views/range-view.ts';
import { createCell } from './cell.ts';
import { clock, connection } from './live.ts';
import { createSource } from './remote.ts';
import { panned, reveal, route, shownSpan, spanSeconds } from './time-control.ts';

export const moment = createSource<MomentView>();
export const cost = createSource<CostView | null>();
export const decisions = createSource<DecisionPage>();
export const decision = createSource<DecisionView>();
export const node = createSource<NodeView>();
/** What the chart shows, with as much again on either side, and the whole history roughly. */
export const range = createSource<RangeView>();
export const whole = createSource<RangeView>();

export const filter = createCell<DecisionFilter>('changes');

const POINTS_OF_RANGE = 2_400;
const POINTS_OF_WHOLE = 1_200;
const COST_PAUSE_MILLISECONDS = 200;
/** The whole history is drawn some pixels wide: it need not be of this second. */
const WHOLE_EVERY_MILLISECONDS = 15_000;

/** Asks for all that the page shows, now and whenever the moment, the span or the store changes. */
export function keepCurrent(): void {
  moment.cell.watch(entitle);
  for (const cell of [route, clock, filter]) cell.watch(askAboutMoment);
  for (const cell of [panned, spanSeconds, clock]) cell.watch(askAboutRange);
  route.watch(revealMoment);
  clock.watch(revealOnce);
  connection.watch(() => {
    if (connection.get() === 'open') askAgain();
  });
  decision.cell.watch(travelToDecision);
  askAboutMoment();
  askAboutRange();
}

function isReady(): boolean {
  const known = clock.get();
  return known !== null && known.state.kind !== 'loading';
}

function askAboutMoment(): void {
  if (!isReady()) return;
  const { decisionId, nodeId, at } = route.get();
  if (decisionId !== null) decision.ask(`/api/decisions/${encodeURIComponent(decisionId)}`);
  // A decision that is linked to says itself which moment it is about; where there is none, now is shown.
  if (decisionId !== null && !isAnswered(decisionId)) return;
  const query = at === null ? '' : `?at=${new Date(at).toISOString()}`;
  moment.ask(`/api/moment${query}`);
  decisions.ask(`/api/decisions${query}${query === '' ? '?' : '&'}filter=${filter.get()}`);
  node.ask(nodeId === null ? null : `/api/nodes/${encodeURIComponent(nodeId)}${query}`);
  clearTimeout(costTimer);
  costTimer = setTimeout(() => cost.ask(`/api/cost${query}`), COST_PAUSE_MILLISECONDS);
}

function isAnswered(decisionId: string): boolean {
  const { value, error, isLoading } = decision.cell.get();
  return value?.decision.id === decisionId || (!isLoading && error?.kind === 'unknown');
}

function revealMoment(): void {
  const { at } = route.get();
  if (at !== null) reveal(at);
}

/** A link to a moment is seen to once it is known how far the history reaches. */
function revealOnce(): void {
  if (!isReady() || hasRevealed) return;
  hasRevealed = true;
  revealMoment();
}

let hasRevealed = false;
let costTimer: ReturnType<typeof setTimeout> | undefined;
let wholeAskedAt = Number.NEGATIVE_INFINITY;

function askAboutRange(): void {
  if (!isReady()) return;
  const { from, to } = shownSpan();
  const loaded = range.cell.get().value;
  const length = to - from;
  const isAtEnd = panned.get() === null;
  // While panning there is enough at hand on either side until less than a third of a span is left.
  const isCovered = loaded !== null && from - loaded.from > length / 3 && loaded.to - to > (isAtEnd ? 0 : length / 3);
  const isFine = loaded !== null && Math.abs((loaded.to - loaded.from) / length - 3) < 0.5;
  if (isAtEnd || !isCovered || !isFine) range.ask(rangePath(from - length, to + length, POINTS_OF_RANGE));
  const known = clock.get();
  if (known?.first && performance.now() - wholeAskedAt > WHOLE_EVERY_MILLISECONDS) {
    wholeAskedAt = performance.now();
    whole.ask(rangePath(Date.parse(known.first) / 1_000, Date.parse(known.now) / 1_000 + 1, POINTS_OF_WHOLE));
  }
}

function rangePath(from: number, to: number, points: number): string {
  const moments = `from=${new Date(from * 1_000).toISOString()}&to=${new Date(to * 1_000).toISOString()}`;
  return `/api/range?${moments}&points=${points}`;
}

function askAgain(): void {
  wholeAskedAt = Number.NEGATIVE_INFINITY;
  for (const source of [moment, cost, decisions, decision, node]) source.again();
  askAboutRange();
}

/** The tab tells the two things that one looks for among tabs. */
function entitle(): void {
  const view = moment.cell.get().value;
  if (!view) return;
  const isWrong = view.problems.some(({ severity }) => severity === 'wrong');
  document.title = `${isWrong ? '! ' : ''}${view.fleet.counts.ready} workers · SmartScale`;
}

/** Who follows a link to a decision sees everything as it was then. */
function travelToDecision(): void {
  const { decisionId, at } = route.get();
  const { value, error } = decision.cell.get();
  const found = value?.decision;
  if (decisionId !== null && error?.kind === 'unknown' && moment.cell.get().value === null) askAboutMoment();
  if (decisionId === null || found?.id !== decisionId || at === found.at) return;
  route.set({ ...route.get(), at: found.at });
}
