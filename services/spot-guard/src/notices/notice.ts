import { type EventData, INTERRUPTION_SECONDS } from '@smartscale/events';

type Warned = EventData<'SpotWarning'>;

/** An announcement about one instance, from EC2 or from a drill. */
export type Notice = Pick<Warned, 'kind' | 'instanceId' | 'action' | 'source'> & {
  /** The notice's own time; epoch milliseconds. */
  readonly noticedAt: number;
};

/** A rebalance recommendation says nothing any more when nothing has come of it for this long. */
export const REBALANCE_LIFE_SECONDS = 1_200;

/** Clocks differ; a notice from further ahead is not to be believed. */
export const MAX_CLOCK_DIFFERENCE_SECONDS = 60;

/** Epoch milliseconds at which the instance is taken; null for a rebalance recommendation, which takes nothing. */
export function deadlineOf({ kind, noticedAt }: Pick<Notice, 'kind' | 'noticedAt'>): number | null {
  return kind === 'interruption' ? noticedAt + INTERRUPTION_SECONDS * 1_000 : null;
}

/** Whether it is too late to do anything on this notice. */
export function isPast(notice: Notice, now: number): boolean {
  const seconds = notice.kind === 'interruption' ? INTERRUPTION_SECONDS : REBALANCE_LIFE_SECONDS;
  return now >= notice.noticedAt + seconds * 1_000;
}
