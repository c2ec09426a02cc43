import type { Life, Offering } from './life.ts';
import { emptySizing, type Sizing } from './sizing.ts';

/** A price that a person has put right. Of two that overlap the later one holds; both go before what was observed. */
export type Correction = Offering & {
  readonly from: number;
  /** Null: from then on, also for machines that are launched later. */
  readonly to: number | null;
  readonly usdPerHour: number;
};

/** What a fleet's stream tells of money. JSON, bounded by the fleet and by the machines of about two months. */
export type LedgerState = {
  readonly living: Readonly<Record<string, Life>>;
  /** In the order in which they ended. */
  readonly ended: readonly Life[];
  /** In the order in which they were recorded. */
  readonly corrections: readonly Correction[];
  /** What decisions to grow and to shrink came to. */
  readonly sizing: Sizing;
  /** When the first machine was launched; null before. */
  readonly since: number | null;
  /** The month of the newest event, such as `2026-11`: when it changes, what is too old is forgotten. */
  readonly month: string;
};

export const emptyLedger: LedgerState = {
  living: {},
  ended: [],
  corrections: [],
  sizing: emptySizing,
  since: null,
  month: '',
};
