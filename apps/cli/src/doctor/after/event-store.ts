import { failed, type Judgement, ok } from '../finding.ts';

/** What an event store says of itself: its own complaint, when it is not usable or not ours. */
export type EventStoreFacts = {
  readonly place: string;
  readonly complaint: string | null;
  readonly clusterId: string;
  /** Of the cluster, in any stream. */
  readonly hasEvents: boolean;
};

export function judgeEventStore({ place, complaint, clusterId, hasEvents }: EventStoreFacts): Judgement {
  if (complaint !== null) return failed(complaint, 'name the store with --store, or deploy infra/event-backbone');
  if (hasEvents) return ok(`${place} is an event store of SmartScale and has events of ${clusterId}`);
  return failed(
    `${place} has no events of the cluster ${clusterId}`,
    'name the cluster with --cluster; of a new one the first sample comes within minutes',
  );
}
