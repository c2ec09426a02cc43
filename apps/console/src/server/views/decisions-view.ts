import { lastAtOrBefore } from '../history/columns.ts';
import type { DecisionRow } from '../history/decision-columns.ts';
import type { History } from '../history/history.ts';

export const DECISION_FILTERS = ['all', 'changes', 'up', 'down', 'hold'] as const;
export type DecisionFilter = (typeof DECISION_FILTERS)[number];

export type DecisionPage = {
  /** The newest first. */
  readonly rows: readonly DecisionRow[];
  /** `before` of the next page; null when there is none. */
  readonly next: number | null;
};

export type DecisionQuery = {
  /** Epoch milliseconds: nothing later is told. */
  readonly at: number;
  readonly filter: DecisionFilter;
  /** A position: only older ones. */
  readonly before: number | null;
  readonly limit: number;
};

/** Decisions as they stood at a moment, page by page. */
export function decisionsView({ decisions }: History, { at, filter, before, limit }: DecisionQuery): DecisionPage {
  const rows: DecisionRow[] = [];
  const isWanted = (row: DecisionRow) => matches(row, filter) && (before === null || row.position < before);
  for (const row of newestFirst(decisions, at, filter)) {
    if (!isWanted(row)) continue;
    if (rows.length === limit) return { rows, next: rows.at(-1)?.position ?? null };
    rows.push(row);
  }
  return { rows, next: null };
}

/** The nearest decision of a kind before or after a moment; null at the ends. */
export function neighbourOf(
  { decisions }: History,
  { at, filter, direction }: { readonly at: number; readonly filter: DecisionFilter; readonly direction: 'previous' | 'next' },
): DecisionRow | null {
  const step = direction === 'next' ? 1 : -1;
  const begin = direction === 'next' ? lastAtOrBefore(decisions.at, at) + 1 : lastAtOrBefore(decisions.at, at - 1);
  for (let index = begin; index >= 0 && index < decisions.rows.length; index += step) {
    const row = decisions.rows[index];
    if (row && matches(row, filter)) return row;
  }
  return null;
}

function* newestFirst(decisions: History['decisions'], at: number, filter: DecisionFilter): Generator<DecisionRow> {
  const upTo = lastAtOrBefore(decisions.at, at);
  if (filter === 'all' || filter === 'hold') {
    for (let index = upTo; index >= 0; index -= 1) {
      const row = decisions.rows[index];
      if (row) yield row;
    }
    return;
  }
  for (let place = lastAtOrBefore(decisions.changes, upTo); place >= 0; place -= 1) {
    const row = decisions.rows[decisions.changes[place] ?? -1];
    if (row) yield row;
  }
}

function matches({ action }: DecisionRow, filter: DecisionFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'changes':
      return action !== 'hold';
    case 'up':
    case 'down':
    case 'hold':
      return action === filter;
  }
}
