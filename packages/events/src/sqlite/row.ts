import type { RecordedEvent, StoredEvent } from '../envelope.ts';
import { UnreadableEventError } from '../errors.ts';
import { type Definitions, readEvent } from '../read-event.ts';
import { parseStreamName } from '../streams.ts';
import { checksumOf, schemaFingerprint } from './checked-data.ts';

/** The columns of an event in the order in which statements name, bind and return them. */
export const EVENT_COLUMNS =
  'stream, position, id, type, schema_version, occurred_at, recorded_at, correlation_id, causation_id, data, checksum, checked_by';

export type EventRow = readonly [
  stream: string,
  position: number,
  id: string,
  type: string,
  schemaVersion: number,
  occurredAt: string,
  recordedAt: string,
  correlationId: string,
  causationId: string,
  dataJson: string,
  checksum: number | null,
  checkedBy: number | null,
];

/** An event that has just been checked as the row to insert. */
export function rowOf(event: RecordedEvent, definitions: Definitions): EventRow {
  const definition = definitions(event.type);
  const dataJson = JSON.stringify(event.data);
  return [
    event.stream,
    event.position,
    event.id,
    event.type,
    event.schemaVersion,
    event.occurredAt,
    event.recordedAt,
    event.correlationId,
    event.causationId,
    dataJson,
    checksumOf(dataJson),
    definition ? schemaFingerprint(definition) : null,
  ];
}

/** A row as an event. Throws UnreadableEventError when it was edited, is no JSON, or does not fit the catalogue. */
export function eventOfRow(row: EventRow, definitions: Definitions): RecordedEvent {
  const [stream, position, id, type, schemaVersion, occurredAt, recordedAt, correlationId, causationId] = row;
  const data = dataOf(row);
  const clusterId = clusterIdOf(row);
  const stored: StoredEvent = {
    id,
    type,
    schemaVersion,
    clusterId,
    stream,
    position,
    occurredAt,
    recordedAt,
    correlationId,
    causationId,
    data,
  };
  return isChecked(row, definitions) ? (stored as RecordedEvent) : readEvent(stored, definitions);
}

function dataOf(row: EventRow): unknown {
  const [stream, position, , , , , , , , dataJson, checksum] = row;
  if (checksum !== null && checksum !== checksumOf(dataJson)) {
    throw new UnreadableEventError({ stream, position }, 'its data was changed after it was written: restore it from a copy');
  }
  try {
    return JSON.parse(dataJson);
  } catch (cause) {
    throw new UnreadableEventError({ stream, position }, 'its data is not JSON', { cause });
  }
}

function isChecked([, , , type, schemaVersion, , , , , , checksum, checkedBy]: EventRow, definitions: Definitions): boolean {
  const definition = definitions(type);
  return (
    definition !== undefined &&
    checksum !== null &&
    schemaVersion === definition.schemaVersion &&
    checkedBy === schemaFingerprint(definition)
  );
}

const clusterIds = new Map<string, string>();

function clusterIdOf([stream, position]: EventRow): string {
  const known = clusterIds.get(stream);
  if (known !== undefined) return known;
  try {
    const { clusterId } = parseStreamName(stream);
    clusterIds.set(stream, clusterId);
    return clusterId;
  } catch (cause) {
    throw new UnreadableEventError({ stream, position }, 'its stream has no such name', { cause });
  }
}
