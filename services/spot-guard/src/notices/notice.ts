import { type EventData, INTERRUPTION_SECONDS, REBALANCE_SECONDS, toTimestamp } from '@smartscale/events';

type About = {
  readonly instanceId: string;
  /** The notice's own time; epoch milliseconds. */
  readonly noticedAt: number;
};

/** EC2 will take, or may take, a Spot instance. */
export type SpotNotice = About & Pick<EventData<'SpotWarning'>, 'kind' | 'action' | 'source'>;

/** An instance has stopped or ended, whoever wanted it. */
export type StoppedNotice = About & Pick<EventData<'InstanceStopped'>, 'state' | 'source'> & { readonly kind: 'stopped' };

/** AWS will work on the machine of an instance. */
export type MaintenanceNotice = About &
  Pick<EventData<'MaintenanceScheduled'>, 'maintenanceId' | 'code' | 'source'> & {
    readonly kind: 'maintenance';
    /** Epoch milliseconds. */
    readonly startsAt: number;
  };

/** An announcement about one instance, from AWS or from a drill. */
export type Notice = SpotNotice | StoppedNotice | MaintenanceNotice;

/** After this the samples have shown what became of an instance that stopped. */
export const STOPPED_LIFE_SECONDS = 600;

/** Clocks differ; a notice from further ahead is not to be believed. */
export const MAX_CLOCK_DIFFERENCE_SECONDS = 60;

/** Epoch milliseconds at which the instance is taken; null for a rebalance recommendation, which takes nothing. */
export function deadlineOf({ kind, noticedAt }: Pick<SpotNotice, 'kind' | 'noticedAt'>): number | null {
  return kind === 'interruption' ? noticedAt + INTERRUPTION_SECONDS * 1_000 : null;
}

/** Epoch milliseconds from which on nothing can be done on this notice. */
export function pastFrom(notice: Notice): number {
  switch (notice.kind) {
    case 'interruption':
      return notice.noticedAt + INTERRUPTION_SECONDS * 1_000;
    case 'rebalance':
      return notice.noticedAt + REBALANCE_SECONDS * 1_000;
    case 'stopped':
      return notice.noticedAt + STOPPED_LIFE_SECONDS * 1_000;
    case 'maintenance':
      return notice.startsAt;
  }
}

/** Whether it is too late to do anything on this notice. */
export function isPast(notice: Notice, now: number): boolean {
  return now >= pastFrom(notice);
}

/** What makes two notices about an instance the same: their kind and time; or the work announced, however often and whenever that is told. */
export function samenessOf(notice: Notice): string {
  switch (notice.kind) {
    case 'interruption':
    case 'rebalance':
      return `${notice.kind} ${toTimestamp(notice.noticedAt)}`;
    case 'stopped':
      return `${notice.state} ${toTimestamp(notice.noticedAt)}`;
    case 'maintenance':
      return notice.maintenanceId;
  }
}
