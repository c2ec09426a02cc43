import type { RecordedEvent } from '@smartscale/events';
import type { BusEvent } from '@smartscale/lambda';

export type ArchiveSummary = {
  readonly name: string;
  /** `ENABLED` when events go in and can be replayed. */
  readonly state: string;
  readonly events: number;
  readonly bytes: number;
  /** Null: for good. */
  readonly keptDays: number | null;
  /** When it begins; null when it is empty. */
  readonly since: string | null;
};

export type PastReplay = {
  readonly name: string;
  readonly state: string;
  readonly startedAt: string | null;
  /** Why it failed; null when it did not. */
  readonly reason: string | null;
};

export type ArchiveDetails = ArchiveSummary & {
  /** Whose events it holds: the ARN of a bus, or a store. */
  readonly source: string;
  /** Where a replay goes; null when it is read in place. */
  readonly inspection: { readonly rule: string; readonly queue: string; readonly waiting: number } | null;
  /** The newest first. */
  readonly replays: readonly PastReplay[];
  readonly streams: readonly {
    readonly stream: string;
    readonly events: number;
    readonly first: string;
    readonly last: string;
  }[];
};

/** What an archive gives back: an event of the catalogue, or what else passed the bus, such as a drill. */
export type ArchivedEvent =
  | { readonly kind: 'event'; readonly event: RecordedEvent }
  | { readonly kind: 'other'; readonly delivery: BusEvent };

/** Null: from where the archive begins, to now. */
export type ReplayRange = { readonly from: string | null; readonly to: string | null };

/** An archive of events. Everything throws UsageError with a sentence for people when the archive cannot be used. */
export type EventArchive = {
  /** All archives that could be named here; empty when there are none. */
  list(): Promise<readonly ArchiveSummary[]>;
  inspect(): Promise<ArchiveDetails>;
  /**
   * What was archived from a moment to before another, each event once, in pages that are in order of time. No service sees it.
   * `tell` is given what people may want to know while they wait.
   */
  replay(range: ReplayRange, tell: (text: string) => void): AsyncIterable<readonly ArchivedEvent[]>;
};
