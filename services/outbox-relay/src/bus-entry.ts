import { eventSource } from '@smartscale/events';
import type { AttributeMap, StreamRecord } from '@smartscale/lambda';

import type { BusEntry } from './ports.ts';

/** An event of the table on its way to the bus, and the stream in whose order it has to go. */
export type Outgoing = { readonly stream: string; readonly position: number; readonly entry: BusEntry };

/**
 * The bus entry of a table record, or undefined when the record is no new event: a change, a deletion by TTL, a snapshot.
 *
 * `data` is JSON text in the table and goes into the detail as it is, neither parsed nor checked: the consumers check it, and a bus
 * refuses a detail that is no JSON. Throws on an event that lacks a part.
 */
export function outgoing({ eventName, dynamodb }: StreamRecord): Outgoing | undefined {
  const image = dynamodb?.NewImage;
  if (eventName !== 'INSERT' || image?.['type'] === undefined) return undefined;
  const stream = text(image, 'pk');
  const type = text(image, 'type');
  const position = number(image, 'sk');
  const recordedAt = text(image, 'recordedAt');
  const envelope = JSON.stringify({
    id: text(image, 'id'),
    type,
    schemaVersion: number(image, 'schemaVersion'),
    clusterId: text(image, 'clusterId'),
    stream,
    position,
    occurredAt: text(image, 'occurredAt'),
    recordedAt,
    correlationId: text(image, 'correlationId'),
    causationId: text(image, 'causationId'),
  });
  const detail = `${envelope.slice(0, -1)},"data":${text(image, 'data')}}`;
  return { stream, position, entry: { source: eventSource(stream), detailType: type, detail, time: recordedAt } };
}

function text(image: AttributeMap, name: string): string {
  const value = image[name]?.S;
  if (value === undefined) throw new Error(`its attribute "${name}" is missing or no text`);
  return value;
}

function number(image: AttributeMap, name: string): number {
  const value = Number(image[name]?.N);
  if (!Number.isInteger(value)) throw new Error(`its attribute "${name}" is missing or no whole number`);
  return value;
}
