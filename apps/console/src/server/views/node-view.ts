import type { RecordedEvent } from '@smartscale/events';
import type { History } from '../history/history.ts';
import type { Knowledge } from '../ports.ts';
import { fleetView, type WorkerView } from './fleet-view.ts';
import { policyAt } from './policy-view.ts';
import { lineOf, type StoryLine } from './story.ts';

/** A worker's whole life, as far as it had come at a moment. */
export type NodeView = {
  readonly instanceId: string;
  readonly launch: Pick<
    RecordedEvent<'NodeLaunched'>['data'],
    'zone' | 'capacityType' | 'instanceType' | 'pricePerHourUsd' | 'launchedAt' | 'cause'
  > | null;
  /** As it is at the moment; null when it is not there, yet or any more. */
  readonly worker: WorkerView | null;
  readonly endedAt: string | null;
  readonly hours: number | null;
  readonly usd: number | null;
  readonly life: readonly StoryLine[];
};

/** Null when no event up to the moment speaks of the instance. */
export function nodeView(
  history: History,
  instanceId: string,
  { moment, rules }: { readonly moment: number; readonly rules: Knowledge },
): NodeView | null {
  const { fleet, spot } = history;
  const told = [...fleet.events, ...spot.events].filter(
    (event) => Date.parse(event.recordedAt) <= moment && rules.namesIn(event).includes(instanceId),
  );
  if (told.length === 0) return null;
  const launch = told.find(
    (event): event is RecordedEvent<'NodeLaunched'> => event.type === 'NodeLaunched' && event.data.instanceId === instanceId,
  );
  const end = told.findLast(
    (event): event is RecordedEvent<'NodeTerminated' | 'NodeLost'> =>
      event.type === 'NodeTerminated' || event.type === 'NodeLost',
  );
  const ended = end && (end.type === 'NodeTerminated' ? end.data.terminatedAt : end.data.lostAt);
  const hours = launch
    ? Math.max(0, (ended ? Date.parse(ended) : moment) - Date.parse(launch.data.launchedAt)) / 3_600_000
    : null;
  const { workers } = fleetView(fleet.states.at(moment).state, policyAt(history, moment));
  return {
    ...{ instanceId, hours, launch: launch ? launch.data : null, endedAt: ended ?? null },
    worker: workers.find((worker) => worker.instanceId === instanceId) ?? null,
    usd: launch && hours !== null ? hours * launch.data.pricePerHourUsd : null,
    life: told
      .toSorted((one, other) => (one.recordedAt < other.recordedAt ? -1 : Number(one.recordedAt > other.recordedAt)))
      .map((event) => lineOf(event, rules)),
  };
}
