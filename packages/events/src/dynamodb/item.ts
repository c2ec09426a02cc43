import * as z from 'zod';
import type { RecordedEvent } from '../envelope.ts';
import { UnreadableEventError } from '../errors.ts';
import { type Definitions, readEvent } from '../read-event.ts';
import { rangeCursor } from '../store-rules.ts';
import { timestamp } from '../timestamp.ts';
import type { ATTRIBUTES } from './table.ts';

const DAY_LENGTH = 'yyyy-mm-dd'.length;
const SECONDS_PER_DAY = 86_400;

/** The attributes of an event's item, as the document client writes and reads them. The keys are those of ATTRIBUTES. */
const itemSchema = z.object({
  pk: z.string(),
  sk: z.number(),
  id: z.string(),
  type: z.string(),
  schemaVersion: z.number(),
  clusterId: z.string(),
  occurredAt: timestamp,
  recordedAt: timestamp,
  correlationId: z.string(),
  causationId: z.string(),
  /** JSON text: one attribute instead of a tree of typed ones, smaller and faster to read. */
  data: z.string(),
  day: z.string(),
  time: z.string(),
  expiresAt: z.number().optional(),
} satisfies Record<Exclude<(typeof ATTRIBUTES)[keyof typeof ATTRIBUTES], 'barred'>, z.ZodType> & z.ZodRawShape);

export type EventItem = z.output<typeof itemSchema>;

/** An event as its item. `retentionDays` null or left out: kept for good. */
export function itemOf(event: RecordedEvent, retentionDays: number | null = null): EventItem {
  const { id, type, schemaVersion, clusterId, stream, position, occurredAt, recordedAt, correlationId, causationId } = event;
  const item: EventItem = {
    pk: stream,
    sk: position,
    id,
    type,
    schemaVersion,
    clusterId,
    occurredAt,
    recordedAt,
    correlationId,
    causationId,
    data: JSON.stringify(event.data),
    day: dayKey(clusterId, recordedAt),
    time: rangeCursor(event),
  };
  if (retentionDays !== null) item.expiresAt = Math.ceil(Date.parse(recordedAt) / 1_000) + retentionDays * SECONDS_PER_DAY;
  return item;
}

/** An item as its event, lifted to today's schema version. UnreadableEventError, with stream and position, when it is none. */
export function eventOf(item: Readonly<Record<string, unknown>>, definitions?: Definitions): RecordedEvent {
  const at = { stream: String(item['pk'] ?? '?'), position: Number(item['sk'] ?? 0) };
  const parsed = itemSchema.safeParse(item);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0] as z.core.$ZodIssue;
    throw new UnreadableEventError(at, `its item is damaged: ${path.join('.')}: ${message}`, { cause: parsed.error });
  }
  const { pk: stream, sk: position, data, day: _, time: __, expiresAt: ___, ...envelope } = parsed.data;
  return readEvent({ ...envelope, stream, position, data: parseData(at, data) }, definitions);
}

/** Whether an item is an event; the table holds snapshots and barred positions, too. */
export function isEventItem(item: Readonly<Record<string, unknown>>): boolean {
  return item['type'] !== undefined;
}

/** An item in DynamoDB's own typed values, as the table's stream shows it. */
export type ItemImage = Readonly<Record<string, { readonly S?: string | undefined; readonly N?: string | undefined }>>;

/** The image of an event's item. */
export function imageOf(item: EventItem): ItemImage {
  const values = Object.entries(item).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    values.map(([name, value]) => [name, typeof value === 'number' ? { N: String(value) } : { S: value }]),
  );
}

/** The image in a record of the table's stream as the document client would have read it. */
export function itemOfImage(image: ItemImage): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(image).map(([name, { S, N }]) => [name, N === undefined ? S : Number(N)]));
}

/** Key of a day in the index: the cluster and the day of a timestamp. */
export function dayKey(clusterId: string, recordedAt: string): string {
  return `${clusterId}#${recordedAt.slice(0, DAY_LENGTH)}`;
}

type Place = { readonly stream: string; readonly position: number };

function parseData(at: Place, dataJson: string): unknown {
  try {
    return JSON.parse(dataJson);
  } catch (cause) {
    throw new UnreadableEventError(at, 'its data is not JSON', { cause });
  }
}
