import { type EventStore, type EventType, type RecordedEvent, type StreamCategory, streamName } from '@smartscale/events';
import { pagesOf } from '../read-all.ts';
import type { Tally } from './facts.ts';

const ACTIONS = ['up', 'down', 'hold'];
const WARNINGS = ['interruption', 'rebalance'];
const FOLLOWED: readonly StreamCategory[] = ['metrics', 'scaling', 'fleet', 'spot', 'notices'];
/** What is looked for stands close to the end of its stream: between two forecasts there are some eight decisions. */
const LOOK_BACK_EVENTS = 50;

export type Followed = {
  readonly decisions: Tally;
  readonly events: Tally;
  readonly spotWarnings: Tally;
  /** The newest event of a type, of those that were seen. */
  newest<Type extends EventType>(...types: readonly Type[]): RecordedEvent<Type> | null;
};

/**
 * Follows the streams of a cluster, each look reading what is new. What is appended from the first look on is counted, as counters in
 * Prometheus do: they begin with the process. What may come is there from the beginning, at zero, so that the first one is an increase.
 */
export function createFollower(store: EventStore, cluster: string): { look(): Promise<Followed> } {
  const decisions = new Map(ACTIONS.map((action) => [JSON.stringify({ action, decided_by: '' }), 0]));
  const events = new Map<string, number>();
  const spotWarnings = new Map(WARNINGS.map((kind) => [JSON.stringify({ kind }), 0]));
  const positions = new Map<StreamCategory, number>();
  const newest = new Map<string, RecordedEvent>();
  const add = (tally: Map<string, number>, labels: object) => {
    const key = JSON.stringify(labels);
    tally.set(key, (tally.get(key) ?? 0) + 1);
  };
  const count = (category: StreamCategory, event: RecordedEvent) => {
    newest.set(event.type, event);
    add(events, { stream: category, type: event.type });
    if (event.type === 'ScaleDecided') add(decisions, { action: event.data.action, decided_by: event.data.decidedBy });
    if (event.type === 'SpotWarning') add(spotWarnings, { kind: event.data.kind });
  };
  const begin = async (category: StreamCategory) => {
    const last = await store.read(streamName(category, cluster), { direction: 'backward', limit: LOOK_BACK_EVENTS });
    for (const event of last.toReversed()) newest.set(event.type, event);
    positions.set(category, last[0]?.position ?? 0);
  };
  const goOn = async (category: StreamCategory, from: number) => {
    for await (const page of pagesOf(store, streamName(category, cluster), from + 1)) {
      for (const event of page) count(category, event);
      const last = page.at(-1);
      if (last) positions.set(category, last.position);
    }
  };

  return {
    async look() {
      for (const category of FOLLOWED) {
        const position = positions.get(category);
        await (position === undefined ? begin(category) : goOn(category, position));
      }
      return { decisions, events, spotWarnings, newest: (...types) => newestOf(newest, types) };
    },
  };
}

function newestOf<Type extends EventType>(
  newest: ReadonlyMap<string, RecordedEvent>,
  types: readonly Type[],
): RecordedEvent<Type> | null {
  const found = types.flatMap((type) => newest.get(type) ?? []);
  const last = found.toSorted((a, b) => a.position - b.position).at(-1);
  return (last as RecordedEvent<Type> | undefined) ?? null;
}
