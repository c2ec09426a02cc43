import type { RecordedEvent } from '@smartscale/events';
import type { Totals } from '../accounting/account.ts';
import type { WorkerView } from '../world/worker-view.ts';
import { servingOf } from '../world/worker-view.ts';
import type { World } from '../world/world.ts';
import type { Counts } from './result.ts';

const SHOWN = 8;

/** The simulated fleet at one moment. Everything is worked out only when it is looked at. */
export type SimulationView = {
  /** Epoch milliseconds, as are the others. */
  readonly now: number;
  readonly startAt: number;
  /** As they really are. */
  readonly workers: readonly WorkerView[];
  /** In workers. */
  readonly demand: number;
  readonly serving: number;
  readonly totals: Totals;
  readonly counts: Counts;
  /** The last ups and downs, newest first. */
  readonly changes: readonly RecordedEvent<'ScaleDecided'>[];
  /** What people were told last, newest first. */
  readonly notices: readonly RecordedEvent<'NoticeSent' | 'NoticeFailed'>[];
};

/** What is kept of the events that go by: counts and the last few of some. */
export type Tally = {
  readonly counts: Counts;
  readonly changes: readonly RecordedEvent<'ScaleDecided'>[];
  readonly notices: readonly RecordedEvent<'NoticeSent' | 'NoticeFailed'>[];
  add(event: RecordedEvent): void;
};

export function createTally(): Tally {
  const counts = { ticks: 0, events: 0, ups: 0, downs: 0 };
  const changes: RecordedEvent<'ScaleDecided'>[] = [];
  const notices: RecordedEvent<'NoticeSent' | 'NoticeFailed'>[] = [];
  return {
    counts,
    changes,
    notices,
    add(event) {
      counts.events += 1;
      if (event.type === 'NoticeSent' || event.type === 'NoticeFailed') keep(notices, event);
      if (event.type !== 'ScaleDecided') return;
      counts.ticks += 1;
      if (event.data.action === 'hold') return;
      counts[event.data.action === 'up' ? 'ups' : 'downs'] += 1;
      keep(changes, event);
    },
  };
}

export function viewOf(world: World, tally: Tally, times: Pick<SimulationView, 'now' | 'startAt'>): SimulationView {
  return {
    ...times,
    get workers() {
      return world.workers;
    },
    get demand() {
      return world.demand;
    },
    get serving() {
      return servingOf(world.workers);
    },
    get totals() {
      return world.totals();
    },
    ...{ counts: tally.counts, changes: tally.changes, notices: tally.notices },
  };
}

function keep<Event>(kept: Event[], event: Event): void {
  kept.unshift(event);
  if (kept.length > SHOWN) kept.pop();
}
