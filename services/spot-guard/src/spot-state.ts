import { type EventTypeOf, type Fold, type RecordedEvent, toTimestamp } from '@smartscale/events';
import { samenessOf } from './notices/notice.ts';

export type SpotEventType = EventTypeOf<'spot'>;

/** A notice that may still be repeated, or still has to be seen through. */
export type RememberedNotice = {
  /** Of the event that was made of it. */
  readonly eventId: string;
  readonly instanceId: string;
  /** What makes two notices about an instance the same. */
  readonly sameness: string;
  /** Timestamp. */
  readonly rememberUntil: string;
  /** Its InterruptionDrained is recorded. */
  readonly drained: boolean;
};

/** The spot stream's recent past. Newest last. */
export type SpotState = { readonly notices: readonly RememberedNotice[] };

/** Longer than any notice of a moment is acted upon: what is forgotten can have no effect any more. Planned work is remembered until it begins. */
export const MEMORY_SECONDS = 3_600;
/** As many as a fleet may have workers. */
export const MAX_REMEMBERED = 1_000;

export function initialState(): SpotState {
  return { notices: [] };
}

export function evolve(state: SpotState, event: RecordedEvent<SpotEventType>): SpotState {
  switch (event.type) {
    case 'SpotWarning': {
      const { kind, noticedAt, instanceId, action, source } = event.data;
      return remember(state, event, samenessOf({ kind, instanceId, action, source, noticedAt: Date.parse(noticedAt) }));
    }
    case 'InstanceStopped': {
      const { instanceId, state: reached, source, noticedAt } = event.data;
      const notice = { kind: 'stopped', instanceId, state: reached, source, noticedAt: Date.parse(noticedAt) } as const;
      return remember(state, event, samenessOf(notice));
    }
    case 'MaintenanceScheduled':
      return remember(state, event, event.data.maintenanceId, event.data.startsAt);
    case 'InterruptionDrained': {
      const { warningId } = event.data;
      return { notices: state.notices.map((known) => (known.eventId === warningId ? { ...known, drained: true } : known)) };
    }
  }
}

function remember(
  state: SpotState,
  { id: eventId, data }: RecordedEvent<'SpotWarning' | 'InstanceStopped' | 'MaintenanceScheduled'>,
  sameness: string,
  until = '',
): SpotState {
  const { instanceId, noticedAt } = data;
  const hourAfter = toTimestamp(Date.parse(noticedAt) + MEMORY_SECONDS * 1_000);
  const rememberUntil = until > hourAfter ? until : hourAfter;
  const recent = state.notices.filter((known) => known.rememberUntil > noticedAt);
  return { notices: [...recent, { eventId, instanceId, sameness, rememberUntil, drained: false }].slice(-MAX_REMEMBERED) };
}

export const spotFold: Fold<SpotState, SpotEventType> = {
  ...{ name: 'spot-guard', version: 2, snapshotEvery: 20 },
  ...{ evolve, initialState },
};
