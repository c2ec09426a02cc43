import { createHash } from 'node:crypto';
import { type EventStore, type RecordedEvent, STREAM_CATEGORIES, type StreamName, streamName } from '@smartscale/events';
import type { Invariant } from '../invariant.ts';

const PAGE_EVENTS = 1_000;

/** What the store has answered for is there at the end: at its place, once, word for word. */
export const noAcknowledgedEventLost: Invariant = {
  name: 'no-acknowledged-event-lost',
  promise: 'An event that was acknowledged is never lost, moved or changed.',
  watch({ clusterId, report }) {
    const acknowledged = new Map<string, string>();
    return {
      appended(events) {
        for (const event of events) acknowledged.set(placeOf(event), digestOf(event));
      },
      async end({ store }) {
        let found = 0;
        for await (const event of allOf(store, clusterId)) {
          found += 1;
          const digest = acknowledged.get(placeOf(event));
          if (digest === undefined) report(`${placeOf(event)} (${event.type}) is there and was never acknowledged`);
          else if (digest !== digestOf(event)) report(`${placeOf(event)} (${event.type}) is not what was acknowledged`);
        }
        if (found < acknowledged.size) report(`${acknowledged.size} events were acknowledged, ${found} are there`);
      },
    };
  },
};

function placeOf({ stream, position }: RecordedEvent): string {
  return `${stream}@${position}`;
}

function digestOf(event: RecordedEvent): string {
  return createHash('md5').update(JSON.stringify(event)).digest('base64');
}

async function* allOf(store: EventStore, clusterId: string): AsyncGenerator<RecordedEvent> {
  for (const category of STREAM_CATEGORIES) yield* allOfStream(store, streamName(category, clusterId));
}

async function* allOfStream(store: EventStore, stream: StreamName): AsyncGenerator<RecordedEvent> {
  for (let from = 1; ; ) {
    const events = await store.read(stream, { from, limit: PAGE_EVENTS });
    yield* events;
    if (events.length < PAGE_EVENTS) return;
    from = (events.at(-1)?.position ?? from) + 1;
  }
}
