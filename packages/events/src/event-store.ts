import type { NewEvent, RecordedEvent } from './envelope.ts';
import type { StreamName } from './streams.ts';

/** Events returned by one `read` or `readRange` when the caller names no limit, and the most it may name. */
export const DEFAULT_READ_LIMIT = 1_000;
export const MAX_READ_LIMIT = 10_000;

/** Events in one `append`: what one DynamoDB transaction can hold with room to spare. */
export const MAX_APPEND_EVENTS = 50;

export type ReadOptions = {
  /** First position to return: the lowest when reading forward (default 1), the highest when reading backward (default the last). */
  readonly from?: number;
  readonly limit?: number;
  readonly direction?: 'forward' | 'backward';
};

export type RangeOptions = {
  /** Bounds on `recordedAt`: from inclusive, to exclusive; timestamps in their canonical form. */
  readonly from: string;
  readonly to: string;
  readonly limit?: number;
  /** `next` of the page before. */
  readonly after?: string;
};

export type RangePage = {
  /** Ordered by recordedAt, then stream, then position. */
  readonly events: readonly RecordedEvent[];
  /** Where to go on, or undefined when the range is exhausted. Opaque. */
  readonly next: string | undefined;
};

/** A folded state, so that reading a stream costs the same however old it is. `state` is JSON. */
export type Snapshot = {
  /** Which fold made it. */
  readonly name: string;
  /** Version of that fold; a snapshot of another version is ignored. */
  readonly foldVersion: number;
  /** The last position folded in. */
  readonly position: number;
  readonly state: unknown;
};

/**
 * An append-only store of streams.
 *
 * All implementations keep the same contract, which one suite checks (see `@smartscale/events/testing`).
 */
export type EventStore = {
  /**
   * Appends all events or none, at positions `expectedVersion + 1` onwards. Returns them as recorded. On DynamoDB a stream of
   * short-lived events that paused for a day or more goes on at a higher position: its last events may have expired.
   *
   * - `expectedVersion` is the position of the last event that the caller read, 0 for an empty stream.
   * - ExpectedVersionError when the stream has moved on; exactly one of any number of racing writers wins.
   * - InvalidEventError when an event is unknown, misplaced or does not fit its schema, or there are none or too many.
   * - The same append repeated (same ids at the same positions) returns what was recorded the first time.
   */
  append(
    stream: StreamName,
    events: readonly NewEvent[],
    options: { readonly expectedVersion: number },
  ): Promise<readonly RecordedEvent[]>;

  /**
   * Reads up to `limit` events of one stream, with every append that was acknowledged before. An unknown stream is empty.
   * UnreadableEventError when a stored item is damaged or of an unknown type or newer version.
   */
  read(stream: StreamName, options?: ReadOptions): Promise<readonly RecordedEvent[]>;

  /** Reads across the streams of one cluster by time of recording. May lag behind `append` by a second on DynamoDB. */
  readRange(clusterId: string, options: RangeOptions): Promise<RangePage>;

  /** The newest snapshot of a fold, or undefined. */
  readSnapshot(stream: StreamName, name: string): Promise<Snapshot | undefined>;

  /** Keeps a snapshot unless a newer one is there. Losing one costs time, never truth. */
  writeSnapshot(stream: StreamName, snapshot: Snapshot): Promise<void>;
};

/** One appended event in the order in which this store took them, over all streams. */
export type Change = {
  /** Grows by one or more with each event; starts at 1. */
  readonly sequence: number;
  readonly event: RecordedEvent;
  /** `event.data` as JSON text, when the store has it at hand in today's schema version: saves a relay writing it again. */
  readonly dataJson?: string;
};

/** What a table stream is to DynamoDB: every appended event, in order, to be published. The stores in one process have it. */
export type ChangeFeed = {
  /** The changes after a sequence. UnreadableChangeError, which has those before it, when one of them is no event that can be read. */
  readChanges(options: { readonly after: number; readonly limit: number }): Promise<readonly Change[]>;
};
