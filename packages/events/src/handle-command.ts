import type { DomainEvent, EventType } from './catalogue/index.ts';
import type { Decider } from './decider.ts';
import type { NewEvent, RecordedEvent } from './envelope.ts';
import { ExpectedVersionError } from './errors.ts';
import { deriveEventId, timeOfEventId } from './event-id.ts';
import type { EventStore } from './event-store.ts';
import { advanceState, type Fold, type Loaded, loadState } from './fold.ts';
import type { StreamName } from './streams.ts';

/**
 * How often a command is decided afresh when other writers were faster. Each attempt that fails is another writer's success, and in a
 * storm of interruptions there are dozens of them, each with a few appends, none of which may be put off to Lambda's next retry.
 */
export const MAX_ATTEMPTS = 64;

export type CommandMetadata = {
  /** Timestamp that the events get as `occurredAt`. */
  readonly occurredAt: string;
  /** Id of the event or request that caused the command. Event ids are derived from it, so that a repeat is recognised. */
  readonly causationId: string;
  readonly correlationId: string;
};

export type Handled<State> = Loaded<State> & {
  /** What was appended now; empty when there was nothing to decide. */
  readonly events: readonly RecordedEvent[];
};

/**
 * Reads the state, decides, appends; on a conflict all three again, MAX_ATTEMPTS times in all, then ExpectedVersionError.
 *
 * `command` is a function when the command needs other reads: it runs after the state was read, on each attempt, so what it
 * reads is never older than the state.
 */
export async function handleCommand<State, Command, Type extends EventType>(options: {
  readonly store: EventStore;
  readonly stream: StreamName;
  readonly decider: Decider<State, Command, Type>;
  readonly fold: Fold<State, Type>;
  readonly command: (loaded: Loaded<State>) => Command | Promise<Command>;
  readonly metadata: CommandMetadata;
}): Promise<Handled<State>> {
  const { store, stream, decider, fold, metadata } = options;
  for (let attempt = 1; ; attempt += 1) {
    const loaded = await loadState(store, stream, fold);
    const command = await options.command(loaded);
    const decided = decider.decide(command, loaded.state);
    if (decided.length === 0) return { ...loaded, events: [] };
    const events = decided.map((event, index) =>
      toNewEvent(event as DomainEvent, { stream, index, version: loaded.version, metadata }),
    );
    try {
      const appended = await store.append(stream, events, { expectedVersion: loaded.version });
      return { ...(await advanceState(store, fold, loaded, appended)), events: appended };
    } catch (error) {
      if (!(error instanceof ExpectedVersionError) || attempt === MAX_ATTEMPTS) throw error;
    }
  }
}

/** Gives a decided event its id and causes. */
function toNewEvent(
  event: DomainEvent,
  place: { stream: StreamName; index: number; version: number; metadata: CommandMetadata },
): NewEvent {
  const { occurredAt, causationId, correlationId } = place.metadata;
  const at = timeOfEventId(causationId) ?? Date.parse(occurredAt);
  const id = deriveEventId(at, causationId, place.stream, place.version + 1 + place.index, event.type);
  return { ...event, id, occurredAt, causationId, correlationId };
}
