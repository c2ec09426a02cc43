import type { Invariant } from '../invariant.ts';

/** Whatever the bus refused and whoever died, at the end every event has been published and nothing waits. */
export const outboxDrains: Invariant = {
  name: 'outbox-drains',
  promise: 'Every event reaches the bus, and in the end none waits.',
  watch({ report }) {
    const published = new Set<string>();
    return {
      published: (eventId) => void published.add(eventId),
      end({ events, outboxTrouble, relayedUpTo }) {
        if (outboxTrouble !== undefined) report(`the outbox stands still: ${outboxTrouble}`);
        const missing = events.find(({ id }) => !published.has(id));
        if (missing) report(`${missing.type} ${missing.id} never reached the bus`);
        if (relayedUpTo < events.length) report(`the outbox is done with ${relayedUpTo} of ${events.length} events`);
      },
    };
  },
};
