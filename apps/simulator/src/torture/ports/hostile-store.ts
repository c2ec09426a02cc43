import { type ChangeFeed, type EventStore, ExpectedVersionError } from '@smartscale/events';
import type { Hostility } from '../hostility.ts';

type Store = EventStore & ChangeFeed;

/** A store in which others write first, and whose calls fail or whose answers are lost. The feed of the outbox is left alone. */
export function hostileStore(store: Store, hostility: Hostility): Store {
  async function pass<Answer>(call: string, act: () => Promise<Answer>): Promise<Answer> {
    const fault = hostility.strikes('store-errors', call);
    if (!fault) return act();
    if (fault.variant === 'answer-lost') await act();
    throw new Error(`ThrottlingException: the store did not answer ${call}`);
  }
  return {
    async append(stream, events, options) {
      if (hostility.strikes('store-conflicts', `append to ${stream}`)) {
        throw new ExpectedVersionError(stream, options.expectedVersion);
      }
      return pass(`append to ${stream}`, () => store.append(stream, events, options));
    },
    read: (stream, options) => pass('read', () => store.read(stream, options)),
    readRange: (clusterId, options) => store.readRange(clusterId, options),
    readSnapshot: (stream, name) => pass('readSnapshot', () => store.readSnapshot(stream, name)),
    writeSnapshot: (stream, snapshot) => pass('writeSnapshot', () => store.writeSnapshot(stream, snapshot)),
    readChanges: (options) => store.readChanges(options),
  };
}
