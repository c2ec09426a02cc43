import type * as z from 'zod';
import { definitionOf } from './catalogue/index.ts';
import type { EventDefinition } from './define-event.ts';
import { envelopeSchema, type NewEvent, type RecordedEvent, type StoredEvent } from './envelope.ts';
import { InvalidEventError, UnreadableEventError } from './errors.ts';
import { isEventId } from './event-id.ts';
import { parseStreamName } from './streams.ts';
import { timestamp } from './timestamp.ts';

const SHOWN_ISSUES = 3;

/** Finds the definition of a type. Everything takes our catalogue unless a test brings a made-up one. */
export type Definitions = (type: string) => EventDefinition | undefined;

/**
 * Checks a stored event, lifting data of an older schema version to the current one.
 * Throws UnreadableEventError, which names stream and position, on an unknown type, a newer version or data that does not fit.
 */
export function readEvent(stored: StoredEvent, definitions: Definitions = definitionOf): RecordedEvent {
  const definition = definitions(stored.type);
  if (!definition) throw new UnreadableEventError(stored, `its type "${stored.type}" is not in the catalogue`);
  if (stored.schemaVersion > definition.schemaVersion) {
    const known = `${definition.schemaVersion} is the newest this program knows`;
    throw new UnreadableEventError(
      stored,
      `it has version ${stored.schemaVersion} of ${stored.type}, ${known}: upgrade SmartScale`,
    );
  }
  const parsed = definition.data.safeParse(lift(stored, definition));
  if (!parsed.success) throw new UnreadableEventError(stored, describeIssues(parsed.error), { cause: parsed.error });
  return { ...stored, schemaVersion: definition.schemaVersion, data: parsed.data } as RecordedEvent;
}

/** The data of a stored event in the shape of today's schema version, not checked yet. */
function lift(stored: StoredEvent, { upcasters }: EventDefinition): unknown {
  let { data } = stored;
  for (const { fromVersion, upcast } of upcasters) {
    if (fromVersion < stored.schemaVersion) continue;
    try {
      data = upcast(data);
    } catch (cause) {
      throw new UnreadableEventError(stored, `lifting it from version ${fromVersion} failed`, { cause });
    }
  }
  return data;
}

/** Checks an event that came from outside (the bus, a file). Throws UnreadableEventError, also when it is no envelope at all. */
export function readEnvelope(input: unknown): RecordedEvent {
  const parsed = envelopeSchema.safeParse(input);
  if (!parsed.success) {
    const { stream, position } = Object(input) as { stream?: unknown; position?: unknown };
    const at = { stream: String(stream ?? '?'), position: Number(position ?? 0) };
    throw new UnreadableEventError(at, `it is not an event envelope: ${describeIssues(parsed.error)}`, { cause: parsed.error });
  }
  return readEvent(parsed.data);
}

/** What a check finds out about an event that is about to be stored. */
export type CheckedEvent = { readonly schemaVersion: number; readonly clusterId: string; readonly data: unknown };

/** Checks an event before it is stored: known type, the right stream, id, data and time that fit. Throws InvalidEventError. */
export function checkNewEvent(stream: string, event: NewEvent, definitions: Definitions = definitionOf): CheckedEvent {
  const definition = definitions(event.type);
  if (!definition) throw new InvalidEventError(`"${event.type}" is not in the catalogue`);
  const { category, clusterId } = checkStreamName(stream);
  if (category !== definition.category) {
    throw new InvalidEventError(`${event.type} belongs to a ${definition.category} stream, not to ${stream}`);
  }
  if (!isEventId(event.id)) {
    throw new InvalidEventError(
      `${event.type} for ${stream}: id "${event.id}" is no UUID of version 7 or 8: use deriveEventId`,
    );
  }
  const parsed = definition.data.safeParse(event.data);
  if (!parsed.success) {
    throw new InvalidEventError(`${event.type} for ${stream}: ${describeIssues(parsed.error)}`, { cause: parsed.error });
  }
  if (!timestamp.safeParse(event.occurredAt).success) {
    throw new InvalidEventError(`${event.type} for ${stream}: occurredAt "${event.occurredAt}" is not a UTC time`);
  }
  return { schemaVersion: definition.schemaVersion, clusterId, data: parsed.data };
}

function checkStreamName(stream: string): ReturnType<typeof parseStreamName> {
  try {
    return parseStreamName(stream);
  } catch (cause) {
    throw new InvalidEventError((cause as Error).message, { cause });
  }
}

/** The first few problems of a schema check as one line: `path: message; path: message`. */
export function describeIssues(error: z.core.$ZodError): string {
  const lines = error.issues.slice(0, SHOWN_ISSUES).map(({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`);
  const more = error.issues.length - lines.length;
  return more > 0 ? `${lines.join('; ')} (and ${more} more)` : lines.join('; ');
}
