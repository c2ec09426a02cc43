import { readEnvelope, UnreadableEventError } from '@smartscale/events';
import type { BusEvent } from '@smartscale/lambda';
import type { ArchivedEvent } from './event-archive.ts';

/** What a delivery brought. An envelope that this release cannot read is shown as it came. */
export function archivedEventOf(delivery: BusEvent): ArchivedEvent {
  try {
    return { kind: 'event', event: readEnvelope(delivery.detail) };
  } catch (error) {
    if (!(error instanceof UnreadableEventError)) throw error;
    return { kind: 'other', delivery };
  }
}

/** Each event once, however often it was published or delivered, in order of time and within a stream of position. */
export function inOrder(events: readonly ArchivedEvent[]): readonly ArchivedEvent[] {
  const once = new Map(events.map((archived) => [idOf(archived), archived]));
  return [...once.values()]
    .map((archived) => ({ archived, key: sortKeyOf(archived) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ archived }) => archived);
}

/** When it was recorded, or of what is no event of ours, published. */
export function timeOf(archived: ArchivedEvent): string {
  return archived.kind === 'event' ? archived.event.recordedAt : new Date(archived.delivery.time).toISOString();
}

function idOf(archived: ArchivedEvent): string {
  return archived.kind === 'event' ? archived.event.id : archived.delivery.id;
}

const POSITION_DIGITS = 12;

function sortKeyOf(archived: ArchivedEvent): string {
  if (archived.kind === 'other') return `${timeOf(archived)} ${archived.delivery.id}`;
  const { stream, position } = archived.event;
  return `${timeOf(archived)} ${stream} ${String(position).padStart(POSITION_DIGITS, '0')}`;
}
