import {
  catalogue,
  type EventStore,
  MAX_READ_LIMIT,
  type RecordedEvent,
  STREAM_CATEGORIES,
  type StreamName,
  streamName,
} from '@smartscale/events';
import { UsageError } from './exit.ts';
import { parseMoment } from './moment.ts';
import { byTime, pagesInRange } from './read-all.ts';

/** Which events are asked for. */
export type Selection = {
  readonly clusterId: string;
  readonly streams: readonly StreamName[];
  /** Empty: every type. */
  readonly types: ReadonlySet<string>;
  /** Null when the newest are wanted instead of a range. */
  readonly range: { readonly from: string; readonly to: string } | null;
  readonly last: number;
};

const BEGINNING = '0000-01-01T00:00:00.000Z';
const END = '9999-12-31T23:59:59.999Z';

/** Reads the options of `events`. UsageError names what is unknown. */
export function parseSelection(options: {
  readonly cluster: string;
  readonly stream?: string;
  readonly type?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly last: string;
}): Selection {
  const { cluster, stream, type = [], from, to } = options;
  const category = STREAM_CATEGORIES.find((known) => stream === known || stream === `${known}-${cluster}`);
  if (stream !== undefined && !category)
    throw new UsageError(`"${stream}" is not a stream: use one of ${STREAM_CATEGORIES.join(', ')}`);
  const unknown = type.find((name) => !Object.hasOwn(catalogue, name));
  if (unknown) throw new UsageError(`"${unknown}" is not an event type: docs/event-catalogue.md lists them`);
  const last = Number(options.last);
  if (!Number.isInteger(last) || last < 1 || last > MAX_READ_LIMIT) {
    throw new UsageError(`--last takes a whole number from 1 to ${MAX_READ_LIMIT}, not "${options.last}"`);
  }
  const range = parseRange(from, to);
  return {
    clusterId: cluster,
    streams: (category ? [category] : STREAM_CATEGORIES).map((each) => streamName(each, cluster)),
    types: new Set(type),
    range,
    last,
  };
}

function parseRange(from: string | undefined, to: string | undefined): Selection['range'] {
  if (from === undefined && to === undefined) return null;
  const range = { from: from ? parseMoment(from) : BEGINNING, to: to ? parseMoment(to) : END };
  if (range.from >= range.to) throw new UsageError(`--from ${from} is not before --to ${to}: nothing can lie between them`);
  return range;
}

/** The selected events in order of time, page by page. */
export async function* selectEvents(
  store: EventStore,
  selection: Selection,
): AsyncGenerator<readonly RecordedEvent[], void, undefined> {
  if (selection.range === null) {
    yield await newest(store, selection);
    return;
  }
  for await (const page of pagesInRange(store, selection.clusterId, selection.range)) {
    yield page.filter((event) => isSelected(selection, event));
  }
}

/** The newest of each stream, merged; a rare type is searched for further back, page by page. */
async function newest(store: EventStore, selection: Selection): Promise<RecordedEvent[]> {
  const perStream = await Promise.all(selection.streams.map((stream) => newestOf(store, stream, selection)));
  return perStream.flat().sort(byTime).slice(-selection.last);
}

async function newestOf(store: EventStore, stream: StreamName, selection: Selection): Promise<RecordedEvent[]> {
  const found: RecordedEvent[] = [];
  let from: number | undefined;
  while (found.length < selection.last) {
    const page = await store.read(stream, {
      direction: 'backward',
      limit: MAX_READ_LIMIT / 10,
      ...(from === undefined ? {} : { from }),
    });
    found.push(...page.filter((event) => isSelected(selection, event)));
    const oldest = page.at(-1);
    if (!oldest || oldest.position === 1) break;
    from = oldest.position - 1;
  }
  return found.slice(0, selection.last).reverse();
}

/** Remembers where each stream ends now and tells what was appended since. */
export async function newEvents(store: EventStore, selection: Selection): Promise<{ poll(): Promise<RecordedEvent[]> }> {
  const heads = new Map<StreamName, number>();
  for (const stream of selection.streams) {
    const [head] = await store.read(stream, { direction: 'backward', limit: 1 });
    heads.set(stream, head?.position ?? 0);
  }
  return {
    async poll() {
      const found: RecordedEvent[] = [];
      for (const [stream, position] of heads) {
        const events = await store.read(stream, { from: position + 1 });
        heads.set(stream, events.at(-1)?.position ?? position);
        found.push(...events.filter((event) => isSelected(selection, event)));
      }
      return found.sort(byTime);
    },
  };
}

function isSelected({ streams, types }: Selection, event: RecordedEvent): boolean {
  return streams.includes(event.stream) && (types.size === 0 || types.has(event.type));
}
