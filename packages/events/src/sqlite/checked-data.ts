import { crc32 } from 'node:zlib';
import * as z from 'zod';
import type { EventDefinition } from '../define-event.ts';

const fingerprints = new WeakMap<EventDefinition, number>();

/**
 * A number for the shape that a definition accepts: CRC-32 of its JSON Schema and version.
 *
 * A row that carries the fingerprint of today's schema and an intact checksum was accepted by this very schema when it was
 * written. Reading it needs no second check, which is half the cost of reading a whole history; an edit by hand still shows.
 */
export function schemaFingerprint(definition: EventDefinition): number {
  const known = fingerprints.get(definition);
  if (known !== undefined) return known;
  const schema = z.toJSONSchema(definition.data, { unrepresentable: 'any', io: 'output' });
  const fingerprint = crc32(`${definition.type} ${definition.schemaVersion} ${JSON.stringify(schema)}`);
  fingerprints.set(definition, fingerprint);
  return fingerprint;
}

/** Checksum of the JSON text of an event's data. */
export function checksumOf(dataJson: string): number {
  return crc32(dataJson);
}
