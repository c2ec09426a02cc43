import type { EventType } from './catalogue/index.ts';
import type { RecordedEvent } from './envelope.ts';
import { type EventStore, MAX_READ_LIMIT } from './event-store.ts';
import type { StreamName } from './streams.ts';

/** A state that is folded from one stream, and how often it is kept. */
export type Fold<State, Type extends EventType = EventType> = {
  /** Name of its snapshots. */
  readonly name: string;
  /** Raise it when the shape or the meaning of the state changes: old snapshots are then ignored. */
  readonly version: number;
  /** A snapshot is kept each time this many events have come; it bounds what a load reads. */
  readonly snapshotEvery: number;
  readonly evolve: (state: State, event: RecordedEvent<Type>) => State;
  readonly initialState: () => State;
};

export type Loaded<State> = {
  readonly state: State;
  /** Position of the last event folded in; 0 for an empty stream. */
  readonly version: number;
  /** Position of the snapshot it began from; 0 for none. */
  readonly snapshotPosition: number;
};

/** Reads a state: its snapshot, then the events since. Items read stay below `snapshotEvery` + the size of one append + 1. */
export async function loadState<State, Type extends EventType>(
  store: EventStore,
  stream: StreamName,
  fold: Fold<State, Type>,
): Promise<Loaded<State>> {
  const snapshot = await store.readSnapshot(stream, fold.name);
  const usable = snapshot?.foldVersion === fold.version ? snapshot : undefined;
  let state = usable ? (usable.state as State) : fold.initialState();
  let version = usable?.position ?? 0;
  const { evolve } = fold;
  for (;;) {
    const events = await store.read(stream, { from: version + 1, limit: MAX_READ_LIMIT });
    for (const event of events) state = evolve(state, event as RecordedEvent<Type>);
    version = events.at(-1)?.position ?? version;
    if (events.length < MAX_READ_LIMIT) return { state, version, snapshotPosition: usable?.position ?? 0 };
  }
}

/** Folds freshly appended events in and keeps a snapshot when one is due. A snapshot that cannot be kept is not an error. */
export async function advanceState<State, Type extends EventType>(
  store: EventStore,
  fold: Fold<State, Type>,
  loaded: Loaded<State>,
  appended: readonly RecordedEvent[],
): Promise<Loaded<State>> {
  const last = appended.at(-1);
  if (!last) return loaded;
  const state = appended.reduce((folded, event) => fold.evolve(folded, event as RecordedEvent<Type>), loaded.state);
  const version = last.position;
  if (version - loaded.snapshotPosition < fold.snapshotEvery) return { ...loaded, state, version };
  try {
    await store.writeSnapshot(last.stream, { name: fold.name, foldVersion: fold.version, position: version, state });
  } catch {
    return { ...loaded, state, version };
  }
  return { state, version, snapshotPosition: version };
}
