import type * as z from 'zod';
import { definitionOf } from './catalogue/index.ts';
import { envelopeSchema, type NewEvent, type RecordedEvent, type StoredEvent } from './envelope.ts';
import { InvalidEventError, UnreadableEventError } from './errors.ts';
import { parseStreamName } from './streams.ts';

const SHOWN_ISSUES = 3;

/**
 * Checks a stored event, lifting data of an older schema version to the current one.
 * Throws UnreadableEventError, which names stream and position, on an unknown type, a newer version or data that does not fit.
 */
export function readEvent(stored: StoredEvent): RecordedEvent {
  const definition = definitionOf(stored.type);
  if (!definition) throw new UnreadableEventError(stored, `its type "${stored.type}" is not in the catalogue`);
  if (stored.schemaVersion > definition.schemaVersion) {
    const known = `${definition.schemaVersion} is the newest this program knows`;
    throw new UnreadableEventError(
      stored,
      `it has version ${stored.schemaVersion} of ${stored.type}, ${known}: upgrade SmartScale`,
    );
  }
  let data = stored.data;
  for (const { fromVersion, upcast } of definition.upcasters) {
    if (fromVersion < stored.schemaVersion) continue;
    try {
      data = upcast(data);
    } catch (cause) {
      throw new UnreadableEventError(stored, `lifting it from version ${fromVersion} failed`, { cause });
    }
  }
  const parsed = definition.data.safeParse(data);
  if (!parsed.success) throw new UnreadableEventError(stored, describeIssues(parsed.error), { cause: parsed.error });
  return { ...stored, schemaVersion: definition.schemaVersion, data: parsed.data } as RecordedEvent;
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

/** Checks an event before it is stored: known type, the right stream, data that fits. Throws InvalidEventError. */
export function checkNewEvent(stream: string, event: NewEvent): { schemaVersion: number; clusterId: string; data: unknown } {
  const definition = definitionOf(event.type);
  if (!definition) throw new InvalidEventError(`"${event.type}" is not in the catalogue`);
  const { category, clusterId } = parseStreamName(stream);
  if (category !== definition.category) {
    throw new InvalidEventError(`${event.type} belongs to a ${definition.category} stream, not to ${stream}`);
  }
  const parsed = definition.data.safeParse(event.data);
  if (!parsed.success) {
    throw new InvalidEventError(`${event.type} for ${stream}: ${describeIssues(parsed.error)}`, { cause: parsed.error });
  }
  return { schemaVersion: definition.schemaVersion, clusterId, data: parsed.data };
}

/** The first few problems of a schema check as one line: `path: message; path: message`. */
export function describeIssues(error: z.core.$ZodError): string {
  const lines = error.issues.slice(0, SHOWN_ISSUES).map(({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`);
  const more = error.issues.length - lines.length;
  return more > 0 ? `${lines.join('; ')} (and ${more} more)` : lines.join('; ');
}
