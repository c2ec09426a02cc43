/** Base of every error that this package throws on purpose. */
export class EventStoreError extends Error {
  override readonly name: string = 'EventStoreError';
}

/** Someone else wrote to the stream first. Nothing of the append was written. */
export class ExpectedVersionError extends EventStoreError {
  override readonly name = 'ExpectedVersionError';
  readonly stream: string;
  readonly expectedVersion: number;
  constructor(stream: string, expectedVersion: number, options?: ErrorOptions) {
    super(`stream ${stream} is no longer at version ${expectedVersion}: read it again and retry`, options);
    this.stream = stream;
    this.expectedVersion = expectedVersion;
  }
}

/** A stored item is not an event of this catalogue: unknown type, newer version, or data that fails its schema. */
export class UnreadableEventError extends EventStoreError {
  override readonly name = 'UnreadableEventError';
  readonly stream: string;
  readonly position: number;
  constructor(at: { stream: string; position: number }, problem: string, options?: ErrorOptions) {
    super(`event ${at.position} of stream ${at.stream} cannot be read: ${problem}`, options);
    this.stream = at.stream;
    this.position = at.position;
  }
}

/** The caller offered events that must not be stored. Nothing was written. */
export class InvalidEventError extends EventStoreError {
  override readonly name = 'InvalidEventError';
}

/** A text that is no cluster id or no stream name. */
export class InvalidNameError extends EventStoreError {
  override readonly name = 'InvalidNameError';
}

/** The store itself cannot be used: wrong file, wrong table, no access. */
export class StoreUnusableError extends EventStoreError {
  override readonly name = 'StoreUnusableError';
}
