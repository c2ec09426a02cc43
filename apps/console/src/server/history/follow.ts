import { type EventStore, type StreamCategory, streamName } from '@smartscale/events';
import { emptyHistory, type History, takeIn } from './history.ts';

/** Events a read: few enough that questions are answered between two of them. */
const PAGE_EVENTS = 500;
/** The policy first: it tells whose clock counts. */
const ORDER: readonly StreamCategory[] = ['policy', 'metrics', 'scaling', 'fleet', 'spot', 'notices'];

export type FollowerState =
  | { readonly kind: 'loading'; readonly events: number }
  | { readonly kind: 'current' }
  | { readonly kind: 'failed'; readonly message: string };

export type Follower = {
  readonly history: History;
  state(): FollowerState;
  /** Grows with each event; the same in each process that has read as much of the same store. */
  revision(): number;
  /** Called after new events were taken in, or when the state has changed. Returns how to end that. */
  subscribe(listener: () => void): () => void;
  stop(): Promise<void>;
};

/** Reads a cluster's streams from the beginning and then again and again for what is new. A store that fails is asked again. */
export function followStore(
  store: EventStore,
  clusterId: string,
  { pollMilliseconds }: { readonly pollMilliseconds: number },
): Follower {
  const history = emptyHistory(clusterId);
  const listeners = new Set<() => void>();
  const stopping = new AbortController();
  let state: FollowerState = { kind: 'loading', events: 0 };
  const revision = () => Object.values(history.heads).reduce((sum, head) => sum + head, 0);
  const tell = () => {
    for (const listener of listeners) listener();
  };

  const readOn = async (category: StreamCategory): Promise<boolean> => {
    const from = history.heads[category] + 1;
    const events = await store.read(streamName(category, clusterId), { from, limit: PAGE_EVENTS });
    for (const event of events) takeIn(history, category, event);
    return events.length === PAGE_EVENTS;
  };
  const readAll = async () => {
    for (const category of ORDER) {
      while (!stopping.signal.aborted && (await readOn(category))) {
        if (state.kind === 'loading') state = { kind: 'loading', events: revision() };
        await pause(0, stopping.signal);
      }
    }
  };
  const readOnce = async () => {
    try {
      await readAll();
      state = { kind: 'current' };
    } catch (error) {
      state = { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
    }
  };
  const follow = async () => {
    while (!stopping.signal.aborted) {
      const before = { revision: revision(), kind: state.kind };
      await readOnce();
      if (revision() !== before.revision || state.kind !== before.kind) tell();
      await pause(pollMilliseconds, stopping.signal);
    }
  };
  const following = follow();

  return {
    ...{ history, revision, state: () => state },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async stop() {
      stopping.abort();
      await following;
    },
  };
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
  });
}
