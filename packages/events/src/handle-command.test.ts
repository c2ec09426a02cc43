import { describe, expect, it } from 'vitest';
import type { Decider } from './decider.ts';
import { ExpectedVersionError } from './errors.ts';
import type { EventStore } from './event-store.ts';
import type { Fold } from './fold.ts';
import { handleCommand, MAX_ATTEMPTS } from './handle-command.ts';
import { createMemoryEventStore } from './memory/memory-event-store.ts';
import { notice, START } from './testing/contract/notices.ts';
import { toTimestamp } from './timestamp.ts';

const STREAM = 'notices-demo';
const CAUSE = notice(1_000).id;
const metadata = { occurredAt: toTimestamp(START), causationId: CAUSE, correlationId: 'story' };

type State = { readonly causes: readonly string[] };
type Command = { readonly causeId: string; readonly texts: readonly string[] };

const IN_TIME = { message: null, alsoTells: [], lateSeconds: 0 };

/** Tells each cause once. */
const decider: Decider<State, Command, 'NoticeSent'> = {
  initialState: () => ({ causes: [] }),
  evolve: ({ causes }, { data }) => ({ causes: [...causes, data.causeId] }),
  decide: ({ causeId, texts }, { causes }) =>
    causes.includes(causeId)
      ? []
      : texts.map((text) => ({
          type: 'NoticeSent',
          data: { causeId, causeType: 'ScaleDecided', channel: '#ops', text, ...IN_TIME },
        })),
};
const fold: Fold<State, 'NoticeSent'> = { ...decider, name: 'causes', version: 1, snapshotEvery: 5 };

const tell = (store: EventStore, command: Command, causationId = CAUSE) =>
  handleCommand({ store, stream: STREAM, decider, fold, command: () => command, metadata: { ...metadata, causationId } });

const open = () => createMemoryEventStore({ now: () => START });

/** A store before which another writer is faster, the first `times` times. */
function contested(store: EventStore, times: number): EventStore & { attempts: number } {
  const wrapped = {
    ...store,
    attempts: 0,
    async append(...[stream, events, options]: Parameters<EventStore['append']>) {
      wrapped.attempts += 1;
      if (wrapped.attempts <= times) await store.append(stream, [notice(wrapped.attempts)], options);
      return store.append(stream, events, options);
    },
  };
  return wrapped;
}

describe('handleCommand', () => {
  it('appends what is decided, with its causes, and returns the new state', async () => {
    const store = open();
    const handled = await tell(store, { causeId: 'a', texts: ['one', 'two'] });
    expect(handled.events).toEqual(await store.read(STREAM));
    expect(handled).toMatchObject({ version: 2, state: { causes: ['a', 'a'] } });
    expect(handled.events).toMatchObject([
      { ...metadata, position: 1, data: { text: 'one' } },
      { ...metadata, position: 2, data: { text: 'two' } },
    ]);
    expect(new Set(handled.events.map(({ id }) => id)).size).toBe(2);
  });

  it('appends nothing when nothing is decided', async () => {
    const store = open();
    await tell(store, { causeId: 'a', texts: ['one'] });
    expect(await tell(store, { causeId: 'a', texts: ['one'] })).toMatchObject({ events: [], version: 1 });
    expect(await store.read(STREAM)).toHaveLength(1);
  });

  it('derives ids, so that two deliveries at once write one event', async () => {
    const store = open();
    const [first, second] = await Promise.all([
      tell(store, { causeId: 'a', texts: ['one'] }),
      tell(store, { causeId: 'a', texts: ['one'] }),
    ]);
    expect(second.events).toEqual(first.events);
    expect(await store.read(STREAM)).toHaveLength(1);
    const other = await tell(open(), { causeId: 'a', texts: ['one'] }, notice(2_000).id);
    expect(other.events[0]?.id).not.toBe(first.events[0]?.id);
  });

  it('decides again on the new state after each conflict', async () => {
    const store = contested(open(), 3);
    const versions: number[] = [];
    const handled = await handleCommand({
      store,
      stream: STREAM,
      decider,
      fold,
      metadata,
      command: ({ version }) => {
        versions.push(version);
        return { causeId: 'a', texts: ['one'] };
      },
    });
    expect(versions).toEqual([0, 1, 2, 3]);
    expect(handled).toMatchObject({ version: 4, events: [{ position: 4 }] });
  });

  it('does not act on what a faster writer has already done', async () => {
    const store = contested(open(), 1);
    const causeId = notice(1).data.causeId;
    expect((await tell(store, { causeId, texts: ['again'] })).events).toEqual([]);
  });

  it('gives up after its last attempt, with nothing written', async () => {
    const store = contested(open(), MAX_ATTEMPTS);
    await expect(tell(store, { causeId: 'a', texts: ['one'] })).rejects.toThrow(ExpectedVersionError);
    expect(store.attempts).toBe(MAX_ATTEMPTS);
    expect((await store.read(STREAM)).every(({ causationId }) => causationId !== CAUSE)).toBe(true);
    const patient = contested(open(), MAX_ATTEMPTS - 1);
    expect((await tell(patient, { causeId: 'a', texts: ['one'] })).events).toHaveLength(1);
  });

  it('does not repeat after any other error', async () => {
    const store = open();
    let attempts = 0;
    const failing: EventStore = {
      ...store,
      append() {
        attempts += 1;
        return Promise.reject(new Error('no network'));
      },
    };
    await expect(tell(failing, { causeId: 'a', texts: ['one'] })).rejects.toThrow('no network');
    expect(attempts).toBe(1);
  });
});
