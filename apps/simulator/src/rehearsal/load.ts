import type { EventData } from '@smartscale/events';

/** What a sample says of the load, beside when it was taken. */
export type Load = Pick<EventData<'MetricsSampled'>, 'workers' | 'cpu' | 'memory' | 'pods' | 'requests' | 'application'>;

/** The fleet that the load is put on. */
export type Carrying = {
  /** Workers that carry pods. */
  readonly serving: number;
  /** How long demand has been above what they can serve. */
  readonly waitingSeconds: number;
};

/** A demand that a policy can be rehearsed on: the same whatever the fleet is. */
export type RehearsedDemand = {
  readonly name: string;
  /** Epoch milliseconds of minute 0, an evaluation. */
  readonly startAt: number;
  /** In workers each used to the last, minute by minute; NaN where it is not known. */
  readonly workers: Float64Array;
  /** What a sample taken in that minute would show of such a fleet; null: it could not be taken. */
  loadAt(minute: number, fleet: Carrying): Load | null;
};

type Workload = Pick<Load, 'pods' | 'requests'>;
type Size = { readonly cores: number; readonly bytes: number };

/** Workers of one size. `share`: percent that a sample shows of one that is used to the last; what the system keeps is part of the machine. */
export type Worker = { readonly size: Size; readonly share: Size };

/** Use of a fleet of `serving` workers. What is asked for beyond all that they have is not used. */
export function loadOf(
  asked: Size,
  { worker, serving, workload }: { worker: Worker; serving: number; workload: Workload },
): Load {
  const room = { cores: serving * worker.size.cores, bytes: serving * worker.size.bytes };
  const used = { cores: Math.min(asked.cores, room.cores), bytes: Math.min(asked.bytes, room.bytes) };
  const percentOf = (part: keyof Size) => (room[part] === 0 ? 0 : (worker.share[part] * used[part]) / room[part]);
  return {
    workers: { ready: serving, notReady: 0, reporting: serving },
    cpu: { percent: percentOf('cores'), usedCores: used.cores, allocatableCores: room.cores },
    memory: { percent: percentOf('bytes'), usedBytes: used.bytes, allocatableBytes: room.bytes },
    ...workload,
    application: [],
  };
}
