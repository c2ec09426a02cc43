import { type EventStore, eventSource, type RecordedEvent } from '@smartscale/events';
import type { BusEvent } from '@smartscale/lambda';
import { busEvent } from './bus-event.ts';
import type { Router } from './router.ts';

export type ReplayRange = {
  /** Bounds on the time of publishing, from inclusive, to exclusive; ISO times. */
  readonly from: string;
  readonly to: string;
};

export type ReplayOptions = {
  /** What the replayed events carry as `replay-name`. */
  readonly replayName: string;
  /** Only events of these types. */
  readonly detailTypes?: readonly string[];
};

export type Replayed = {
  readonly events: number;
  /** Rules that took a replayed event, apart from the inspection queue. Rules with effects exclude replays, so this ought to be empty. */
  readonly rules: readonly string[];
};

/**
 * The archive of our bus. What came from the store is in the store already and is read from there; only other events (drills) are kept here.
 */
export type Archive = {
  /** Keeps an event that is in no store. */
  keep(event: BusEvent): void;
  /** Delivers a range again, in the order of time, to every rule that matches with `replay-name` and to the inspection queue. */
  replay(range: ReplayRange, options: ReplayOptions): Promise<Replayed>;
  /** What replays have brought: the newest MAX_INSPECTED. */
  inspected(): readonly BusEvent[];
};

export const MAX_INSPECTED = 10_000;
const MAX_KEPT = 10_000;
const PAGE = 1_000;

export type ArchiveOptions = {
  readonly store: Pick<EventStore, 'readRange'>;
  readonly clusterId: string;
  readonly router: Router;
  readonly nextId: () => string;
};

export function createArchive({ store, clusterId, router, nextId }: ArchiveOptions): Archive {
  const kept: BusEvent[] = [];
  const inspected: BusEvent[] = [];

  return {
    keep(event) {
      kept.push(event);
      if (kept.length > MAX_KEPT) kept.shift();
    },
    async replay(range, { replayName, detailTypes }) {
      const rules = new Set<string>();
      let events = 0;
      for await (const event of archived(range)) {
        if (detailTypes !== undefined && !detailTypes.includes(event['detail-type'])) continue;
        const replayed = { ...event, 'replay-name': replayName };
        events += 1;
        inspected.push(replayed);
        if (inspected.length > MAX_INSPECTED) inspected.shift();
        for (const rule of router.route('smartscale', replayed)) rules.add(rule);
      }
      return { events, rules: [...rules] };
    },
    inspected: () => [...inspected],
  };

  async function* archived(range: ReplayRange): AsyncGenerator<BusEvent> {
    const others = kept.filter(({ time }) => time >= range.from && time < range.to);
    for await (const event of storedEvents(range)) {
      while (others[0] !== undefined && others[0].time <= event.recordedAt) yield others.shift() as BusEvent;
      yield toBusEvent(event);
    }
    yield* others;
  }

  async function* storedEvents({ from, to }: ReplayRange): AsyncGenerator<RecordedEvent> {
    let after: string | undefined;
    do {
      const page = await store.readRange(clusterId, { from, to, limit: PAGE, ...(after !== undefined && { after }) });
      yield* page.events;
      after = page.next;
    } while (after !== undefined);
  }

  function toBusEvent(event: RecordedEvent): BusEvent {
    const entry = { source: eventSource(event.stream), detailType: event.type, time: event.recordedAt };
    return busEvent({ entry, detail: event, id: nextId(), now: 0 });
  }
}
