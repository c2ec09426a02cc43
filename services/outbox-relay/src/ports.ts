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
  | { readonly ok: false; readonly code: string; readonly message: string; readonly mayPass: MayPass };

/**
 * When the same entry may pass.
 *
 * - `soon`: in a moment. The bus is busy, or has a fault of its own.
 * - `later`: once somebody has put something right that is no fault of the entry, such as a missing right or bus.
 * - `never`: the entry itself is wrong.
 */
export type MayPass = 'soon' | 'later' | 'never';

/**
 * Puts at most 10 entries on the bus and answers for each, in their order. Every entry stands alone: some may pass and others not.
 * A refusal, also of the whole call, is an answer and not an exception. A repeat publishes again; receivers know an event by its id.
 */
export type Publish = (entries: readonly BusEntry[]) => Promise<readonly PublishResult[]>;
