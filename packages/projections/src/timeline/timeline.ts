import type { EventTypeOf, Fold, RecordedEvent } from '@smartscale/events';
import { whatChanged } from './what-changed.ts';

/** How many changes are kept: some days of a quiet fleet, some hours of a stormy one. Each is written with every change. */
export const MAX_ENTRIES = 50;

export type TimelineEntry = {
  readonly eventId: string;
  readonly position: number;
  readonly at: string;
  readonly type: EventTypeOf<'fleet'>;
  /** One sentence for people, without the time. */
  readonly text: string;
};

/** The last changes of a fleet, the newest last. JSON, bounded by MAX_ENTRIES. */
export type Timeline = { readonly entries: readonly TimelineEntry[] };

/** What changed, as people would tell it. Steps on the way (planned, draining) are left out. */
export const timelineFold: Fold<Timeline, EventTypeOf<'fleet'>> = {
  name: 'timeline',
  version: 1,
  snapshotEvery: 64,
  initialState: () => ({ entries: [] }),
  evolve(state, event) {
    const text = whatChanged(event);
    if (text === null || alreadyTold(state, event)) return state;
    const { id: eventId, position, occurredAt: at, type } = event;
    return { entries: [...state.entries, { eventId, position, at, type, text }].slice(-MAX_ENTRIES) };
  },
};

function alreadyTold({ entries }: Timeline, { position }: RecordedEvent): boolean {
  return position <= (entries.at(-1)?.position ?? 0);
}
