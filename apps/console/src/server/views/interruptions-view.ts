import type { RecordedEvent } from '@smartscale/events';
import { indicesWithin } from '../history/columns.ts';
import type { History } from '../history/history.ts';
import { iso } from './when.ts';

export type Interruption = {
  readonly id: string;
  readonly at: string;
  readonly kind: 'interruption' | 'rebalance' | 'maintenance' | 'stopped';
  readonly instanceId: string;
  readonly zone: string;
  /** How it ended, as one clause; null while it goes on, or when nothing was to be done. */
  readonly outcome: string | null;
  /** Seconds that the notice left, when it gave a deadline. */
  readonly noticeSeconds: number | null;
};

/** What AWS announced of machines within a span, the newest first. */
export function interruptionsWithin({ spot }: History, from: number, to: number): readonly Interruption[] {
  const { start, end } = indicesWithin(spot.at, from, to);
  const events = spot.events.slice(start, end);
  const ends = new Map(
    spot.events.slice(start).flatMap((event, index) => {
      const isKnown = (spot.at[start + index] ?? 0) <= to;
      return event.type === 'InterruptionDrained' && isKnown ? [[event.data.warningId, event.data] as const] : [];
    }),
  );
  return events
    .flatMap((event, index): Interruption[] => {
      if (event.type === 'InterruptionDrained') return [];
      const { instanceId, zone } = event.data;
      const about = { id: event.id, at: iso(spot.at[start + index] ?? 0), instanceId, zone };
      return [{ ...about, ...whatOf(event, ends.get(event.id)) }];
    })
    .toReversed();
}

type Announced = RecordedEvent<'SpotWarning' | 'InstanceStopped' | 'MaintenanceScheduled'>;

function whatOf(
  event: Announced,
  end: RecordedEvent<'InterruptionDrained'>['data'] | undefined,
): Pick<Interruption, 'kind' | 'outcome' | 'noticeSeconds'> {
  switch (event.type) {
    case 'SpotWarning': {
      const { kind, deadline, noticedAt } = event.data;
      const outcome = end ? `${OUTCOMES[end.outcome]}, ${end.evictedPods} pods moved in ${Math.round(end.seconds)} s` : null;
      return {
        kind,
        outcome,
        noticeSeconds: deadline === null ? null : (Date.parse(deadline) - Date.parse(noticedAt)) / 1_000,
      };
    }
    case 'InstanceStopped':
      return { kind: 'stopped', outcome: `EC2 says ${event.data.state}`, noticeSeconds: null };
    case 'MaintenanceScheduled':
      return { kind: 'maintenance', outcome: `${event.data.code}, from ${event.data.startsAt}`, noticeSeconds: null };
  }
}

const OUTCOMES = {
  drained: 'drained in time',
  deadline: 'not empty at the deadline',
  'node-gone': 'gone before it was empty',
} as const;
