import type { EventStore } from '@smartscale/events';

/** A store that counts the items which reads bring, as DynamoDB would bill them: each event, each snapshot, each empty answer. */
export function countItems<Store extends EventStore>(
  store: Store,
): { readonly store: Store; readonly takeCount: () => number } {
  let items = 0;
  const counting: Store = {
    ...store,
    async read(stream, options) {
      const events = await store.read(stream, options);
      items += Math.max(1, events.length);
      return events;
    },
    async readSnapshot(stream, name) {
      items += 1;
      return store.readSnapshot(stream, name);
    },
  };
  return {
    store: counting,
    takeCount() {
      const counted = items;
      items = 0;
      return counted;
    },
  };
}
