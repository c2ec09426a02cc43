import type { EventStore, RecordedEvent, StreamCategory } from '@smartscale/events';
import { streamName } from '@smartscale/events';
import { pagesOf } from '../read-all.ts';
import type { Tally } from './facts.ts';

const ACTIONS = ['up', 'down', 'hold'];
const WARNINGS = ['interruption', 'rebalance'];
/** The metrics stream is not counted event by event: it says one thing only, again and again. */
const COUNTED: readonly StreamCategory[] = ['scaling', 'fleet', 'spot', 'notices'];

export type Counts = { readonly decisions: Tally; readonly events: Tally; readonly spotWarnings: Tally };

/**
 * Counts what is appended from now on, as counters in Prometheus do: they begin with the process. What may come is there from the
 * beginning, at zero, so that the first one is an increase.
 */
export function createTally(store: EventStore, cluster: string): { read(): Promise<Counts> } {
  const decisions = new Map<string, number>();
  const events = new Map<string, number>();
  const spotWarnings = new Map(WARNINGS.map((kind) => [JSON.stringify({ kind }), 0]));
  const positions = new Map<StreamCategory, number>();
  const add = (tally: Map<string, number>, labels: object) => {
    const key = JSON.stringify(labels);
    tally.set(key, (tally.get(key) ?? 0) + 1);
  };
  for (const action of ACTIONS) decisions.set(JSON.stringify({ action, decided_by: '' }), 0);

  const count = (category: StreamCategory, event: RecordedEvent) => {
    add(events, { stream: category, type: event.type });
    if (event.type === 'ScaleDecided') add(decisions, { action: event.data.action, decided_by: event.data.decidedBy });
    if (event.type === 'SpotWarning') add(spotWarnings, { kind: event.data.kind });
  };

  const advance = async (category: StreamCategory) => {
    const stream = streamName(category, cluster);
    const from = positions.get(category);
    if (from === undefined) {
      const [last] = await store.read(stream, { direction: 'backward', limit: 1 });
      positions.set(category, last?.position ?? 0);
      return;
    }
    for await (const page of pagesOf(store, stream, from + 1)) {
      for (const event of page) count(category, event);
      const last = page.at(-1);
      if (last) positions.set(category, last.position);
    }
  };

  return {
    async read() {
      for (const category of COUNTED) await advance(category);
      return { decisions, events, spotWarnings };
    },
  };
}
