/** One event on its way to the bus, as PutEvents takes it. */
export type BusEntry = {
  /** `smartscale.<writing service>`. */
  readonly source: string;
  /** The event's type. */
  readonly detailType: string;
  /** The envelope, as JSON text. */
  readonly detail: string;
  /** When the store took the event. */
  readonly time: string;
};

export type PublishResult =
  | { readonly ok: true }
  /** `retryable` when the same entry may pass a moment later: throttling, a fault on the other side. */
  | { readonly ok: false; readonly code: string; readonly message: string; readonly retryable: boolean };

/**
 * Puts at most 10 entries on the bus and answers for each, in their order. Every entry stands alone: some may pass and others not.
 * A refusal, also of the whole call, is an answer and not an exception. A repeat publishes again; receivers know an event by its id.
 */
export type Publish = (entries: readonly BusEntry[]) => Promise<readonly PublishResult[]>;
