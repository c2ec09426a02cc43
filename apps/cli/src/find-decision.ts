import {
  type EventStore,
  type RecordedEvent,
  type StreamName,
  streamName,
  timeOfEventId,
  toTimestamp,
} from '@smartscale/events';
import { UsageError } from './exit.ts';
import { looksLikeMoment, parseMoment } from './moment.ts';
import { pagesInRange } from './read-all.ts';

/** Events carry the time of what caused them in their id; a story rarely goes on longer than this after it. */
const LOOK_AHEAD_MILLISECONDS = 60 * 60_000;

export type Decision = RecordedEvent<'ScaleDecided' | 'ShadowDecided'>;

/** How a user may point at a decision: an event id, a moment, or `last`. */
export async function findDecision(store: EventStore, clusterId: string, pointer: string): Promise<Decision> {
  if (pointer === 'last') return decisionAt(store, clusterId, null);
  if (looksLikeMoment(pointer)) return decisionAt(store, clusterId, parseMoment(pointer));
  const event = await findEvent(store, clusterId, pointer);
  if (event.type === 'ScaleDecided' || event.type === 'ShadowDecided') return event;
  return decisionBehind(store, clusterId, event);
}

/** Finds an event by its id: the time inside the id says where to look. UsageError when there is none. */
export async function findEvent(store: EventStore, clusterId: string, id: string): Promise<RecordedEvent> {
  const at = timeOfEventId(id);
  if (at === undefined) throw new UsageError(`"${id}" is neither an event id nor a moment such as 2026-11-24T20:04`);
  const found = await firstInRange(store, clusterId, at, (event) => event.id === id);
  if (!found) throw new UsageError(`no event ${id} in cluster ${clusterId}: check --store and --cluster`);
  return found;
}

async function decisionBehind(store: EventStore, clusterId: string, event: RecordedEvent): Promise<Decision> {
  const at = timeOfEventId(event.correlationId) ?? Date.parse(event.recordedAt);
  const decision = await firstInRange(
    store,
    clusterId,
    at,
    ({ type, correlationId }) => type === 'ScaleDecided' && correlationId === event.correlationId,
  );
  if (!decision) throw new UsageError(`${event.type} ${event.id} was not caused by a decision of cluster ${clusterId}`);
  return decision as Decision;
}

async function firstInRange(
  store: EventStore,
  clusterId: string,
  at: number,
  matches: (event: RecordedEvent) => boolean,
): Promise<RecordedEvent | undefined> {
  const range = { from: toTimestamp(at), to: toTimestamp(at + LOOK_AHEAD_MILLISECONDS) };
  for await (const page of pagesInRange(store, clusterId, range)) {
    const found = page.find(matches);
    if (found) return found;
  }
  return undefined;
}

/** The last decision recorded at or before a moment (null: now), by bisection over the stream. */
async function decisionAt(store: EventStore, clusterId: string, moment: string | null): Promise<Decision> {
  const stream = streamName('scaling', clusterId);
  const [head] = await store.read(stream, { direction: 'backward', limit: 1 });
  if (!head) throw new UsageError(`cluster ${clusterId} has no decisions yet: check --store and --cluster`);
  const last = moment === null ? head.position : await lastPositionBy(store, stream, { moment, head: head.position });
  const before = last === 0 ? [] : await store.read(stream, { from: last, direction: 'backward', limit: 50 });
  const decision = before.find(({ type }) => type === 'ScaleDecided');
  if (!decision) throw new UsageError(`cluster ${clusterId} had decided nothing before ${moment}`);
  return decision as Decision;
}

/** The position of the last event recorded at or before a moment, 0 when there is none, in about log2(head) reads. */
async function lastPositionBy(
  store: EventStore,
  stream: StreamName,
  { moment, head }: { readonly moment: string; readonly head: number },
): Promise<number> {
  let [first, last] = [0, head];
  while (first < last) {
    const middle = Math.ceil((first + last) / 2);
    const [event] = await store.read(stream, { from: middle, limit: 1 });
    if (event && event.recordedAt <= moment) first = middle;
    else last = middle - 1;
  }
  return last;
}
