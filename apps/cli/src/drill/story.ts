import type { Policy, RecordedEvent } from '@smartscale/events';
import { countFleet, type FleetState, fleetFold, type Operation } from '@smartscale/projections/fleet';
import type { WorldReport } from '@smartscale/simulator';

/** What is known of a drill at a moment. Times in epoch milliseconds of the fleet's clock. */
export type Story = {
  readonly begunAt: number;
  readonly now: number;
  readonly before: FleetState;
  /** All that was recorded since `before`, oldest first. */
  readonly events: readonly RecordedEvent[];
  readonly policy: Policy;
  /** Of the samples. */
  readonly intervalSeconds: number;
  /** What a bus may take from one service to the next, and a function to begin: not counted as ours. 0 where both take next to nothing. */
  readonly transitSeconds: number;
  /** What the world itself says; null for one that cannot be asked. */
  readonly report: WorldReport | null;
};

type OfType<Type extends RecordedEvent['type']> = Extract<RecordedEvent, { type: Type }>;

/** The events of a type since the drill began. */
export function eventsOf<Type extends RecordedEvent['type']>(
  { events, begunAt }: Pick<Story, 'events' | 'begunAt'>,
  type: Type,
): readonly OfType<Type>[] {
  return events.filter((event): event is OfType<Type> => event.type === type && timeOf(event) >= begunAt);
}

export function timeOf(event: RecordedEvent): number;
export function timeOf(event: RecordedEvent | undefined): number | undefined;
export function timeOf(event: RecordedEvent | undefined): number | undefined {
  return event && Date.parse(event.recordedAt);
}

/** How large the fleet was after each append since `before`, and how large it was to be. */
export type Size = {
  readonly at: number;
  /** Carrying pods. */
  readonly joined: number;
  /** Those and what is coming, as decisions count them. */
  readonly counted: number;
  /** The size before the drill without what was too many, less what was decided down since. */
  readonly decided: number;
};

export function sizesOf({ before, events, begunAt }: Story): readonly Size[] {
  let [fleet, decided] = [before, sizeOf(before) - surplusOf(before)];
  const sizes: Size[] = [{ at: begunAt, joined: countFleet(fleet).joined, counted: sizeOf(fleet), decided }];
  for (const event of events) {
    if (!isOfFleet(event)) continue;
    fleet = fleetFold.evolve(fleet, event);
    if (event.type === 'ScalePlanned' && event.data.cause === 'scale-down') decided -= event.data.victims.length;
    const size = { at: timeOf(event), joined: countFleet(fleet).joined, counted: sizeOf(fleet), decided };
    // What is appended at one moment happened together.
    if (sizes.at(-1)?.at === size.at) sizes.pop();
    sizes.push(size);
  }
  return sizes;
}

/** The fleet after all events. */
export function fleetOf({ before, events }: Pick<Story, 'before' | 'events'>): FleetState {
  return events.filter(isOfFleet).reduce(fleetFold.evolve, before);
}

/** Workers that stand until the one that they are exchanged for has joined: with it they are one too many for a while. */
function surplusOf({ operations, workers }: FleetState): number {
  const hasLaunched = ({ pending, joining, added }: Operation) => pending.length + joining.length + added.length > 0;
  const leaving = operations.filter((one) => one.cause === 'repair' && hasLaunched(one)).flatMap((one) => one.leaving);
  return leaving.filter((instanceId) => workers[instanceId]?.status === 'joined').length;
}

function sizeOf(fleet: FleetState): number {
  const { joined, coming } = countFleet(fleet);
  return joined + coming;
}

type FleetRecord = Parameters<typeof fleetFold.evolve>[1];

function isOfFleet(event: RecordedEvent): event is FleetRecord {
  return event.stream.startsWith('fleet-');
}
