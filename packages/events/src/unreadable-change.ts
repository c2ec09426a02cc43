import { EventStoreError, type UnreadableEventError } from './errors.ts';
import type { Change } from './event-store.ts';

/** A change of a store is no event that can be read. Who gives it up may go on after its sequence. */
export class UnreadableChangeError extends EventStoreError {
  override readonly name = 'UnreadableChangeError';
  readonly stream: string;
  readonly position: number;
  readonly sequence: number;
  /** The changes before it that were asked for. */
  readonly before: readonly Change[];
  constructor(unreadable: UnreadableEventError, { sequence, before }: { sequence: number; before: readonly Change[] }) {
    super(unreadable.message, { cause: unreadable });
    this.stream = unreadable.stream;
    this.position = unreadable.position;
    this.sequence = sequence;
    this.before = before;
  }
}
