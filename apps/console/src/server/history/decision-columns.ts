import type { RecordedEvent } from '@smartscale/events';
import { rising } from './columns.ts';

type Action = 'up' | 'down' | 'hold';

/** What a list of decisions shows of each. The evidence is read from the store when it is asked for. */
export type DecisionRow = {
  readonly id: string;
  readonly position: number;
  readonly at: number;
  readonly action: Action;
  readonly from: number;
  readonly to: number;
  readonly decidedBy: string;
  readonly reason: string;
};

export type DecisionColumns = {
  readonly at: number[];
  readonly rows: DecisionRow[];
  /** Indices of rows that changed the fleet. */
  readonly changes: number[];
  readonly byId: Map<string, number>;
};

export function noDecisions(): DecisionColumns {
  return { at: [], rows: [], changes: [], byId: new Map() };
}

export function addDecision(columns: DecisionColumns, { id, position, recordedAt, data }: RecordedEvent<'ScaleDecided'>): void {
  const at = rising(columns.at, Date.parse(recordedAt));
  const { action, from, to, decidedBy, reason } = data;
  const index = columns.rows.length;
  columns.at.push(at);
  columns.rows.push({ id, position, at, action, from, to, decidedBy, reason });
  columns.byId.set(id, index);
  if (action !== 'hold') columns.changes.push(index);
}
