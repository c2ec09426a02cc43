import * as z from 'zod';
import type { DomainEvent, EventType } from './catalogue/index.ts';
import { eventId } from './event-id.ts';
import type { StreamName } from './streams.ts';
import { timestamp } from './timestamp.ts';

/** What the store adds to an event. `position` grows from 1 within its stream. */
export const envelopeSchema = z.strictObject({
  id: eventId.describe('UUID of a time and a hash; the same for a repeated write'),
  type: z.string(),
  schemaVersion: z.number().int().min(1),
  clusterId: z.string(),
  stream: z.string(),
  position: z.number().int().min(1),
  occurredAt: timestamp.describe('when it happened, by the clock of the writer'),
  recordedAt: timestamp.describe('when the store took it'),
  correlationId: z.string().describe('id of the event that began the whole story'),
  causationId: z.string().describe('id of the direct cause'),
  data: z.unknown(),
});

/** An envelope whose type, version and data are not checked yet. */
export type StoredEvent = z.output<typeof envelopeSchema>;

/** An event as it is read: stored once, never changed, its data of the current schema version. */
export type RecordedEvent<Type extends EventType = EventType> = Omit<StoredEvent, 'type' | 'data' | 'stream'> & {
  readonly stream: StreamName;
} & DomainEvent<Type>;

/** An event as it is offered to a store. */
export type NewEvent<Type extends EventType = EventType> = DomainEvent<Type> & {
  readonly id: string;
  readonly occurredAt: string;
  readonly correlationId: string;
  readonly causationId: string;
};
