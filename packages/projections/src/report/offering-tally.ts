import type { EventData, EventTypeOf, RecordedEvent } from '@smartscale/events';

/** What became of the machines of one instance type. */
export type TypeTally = {
  readonly launches: number;
  readonly spotLaunches: number;
  /** EC2 took Spot machines back. */
  readonly interruptions: number;
  /** EC2 had no Spot machine of it. */
  readonly unavailable: number;
  readonly joinTimeouts: number;
  readonly losses: number;
};

export type OfferingTally = {
  readonly types: Readonly<Record<string, TypeTally>>;
  /** Planned as Spot and launched as On-Demand. */
  readonly fallbacks: number;
  readonly failedLaunches: number;
  readonly terminations: number;
  /** Of instances that live: their type. */
  readonly typeOf: Readonly<Record<string, string>>;
  /** Of launches that were planned as Spot. */
  readonly plannedSpot: readonly string[];
};

export const emptyOfferingTally: OfferingTally = {
  ...{ types: {}, fallbacks: 0, failedLaunches: 0, terminations: 0, typeOf: {}, plannedSpot: [] },
};

const NOTHING: TypeTally = { launches: 0, spotLaunches: 0, interruptions: 0, unavailable: 0, joinTimeouts: 0, losses: 0 };
const MAX_PLANNED = 200;

type Event = RecordedEvent<EventTypeOf<'fleet'> | 'SpotWarning'>;

/** Counts an event of the fleet or of Spot. */
export function withOffering(tally: OfferingTally, event: Event): OfferingTally {
  switch (event.type) {
    case 'ScalePlanned':
      return withPlan(tally, event.data);
    case 'NodeLaunched':
      return withLaunch(tally, event.data);
    case 'SpotWarning':
      return isOwnDeed(event.data) ? tally : add(tally, event.data.instanceType, ['interruptions']);
    case 'OfferingUnavailable':
      return event.data.capacityType === 'spot' ? add(tally, event.data.instanceType, ['unavailable']) : tally;
    case 'LaunchFailed':
      return { ...tally, failedLaunches: tally.failedLaunches + 1 };
    case 'NodeJoinTimedOut':
      return add(tally, tally.typeOf[event.data.instanceId], ['joinTimeouts']);
    case 'NodeLost':
      return add(tally, tally.typeOf[event.data.instanceId], ['losses']);
    case 'NodeTerminated':
      return { ...tally, terminations: tally.terminations + 1 };
    case 'ScaleCompleted':
    case 'ScaleRefused':
    case 'NodeJoined':
    case 'NodeDrainStarted':
    case 'NodeDrained':
    case 'NodeDrainFailed':
    case 'ZoneShifted':
    case 'NodeAtRisk':
    case 'NodeRiskPassed':
    case 'NodeReplacementScheduled':
    case 'PriceRecorded':
      return tally;
  }
}

/** A recommendation is no interruption, and a drill none of EC2's. */
function isOwnDeed({ kind, source }: EventData<'SpotWarning'>): boolean {
  return kind !== 'interruption' || source !== 'aws.ec2';
}

function withPlan(tally: OfferingTally, { launches }: EventData<'ScalePlanned'>): OfferingTally {
  const spot = launches.filter(({ capacityType }) => capacityType === 'spot').map(({ launchId }) => launchId);
  return { ...tally, plannedSpot: [...tally.plannedSpot, ...spot].slice(-MAX_PLANNED) };
}

function withLaunch(tally: OfferingTally, launched: EventData<'NodeLaunched'>): OfferingTally {
  const { instanceId, instanceType, capacityType, launchId } = launched;
  const isFallback = capacityType === 'on-demand' && tally.plannedSpot.includes(launchId);
  const counted = add(tally, instanceType, capacityType === 'spot' ? ['launches', 'spotLaunches'] : ['launches']);
  const typeOf = { ...counted.typeOf, [instanceId]: instanceType };
  return { ...counted, fallbacks: tally.fallbacks + Number(isFallback), typeOf };
}

/** A tally that knows the types of machines that were launched before the week, by their instance id. */
export function knowing(typeOf: OfferingTally['typeOf']): OfferingTally {
  return { ...emptyOfferingTally, typeOf };
}

function add(tally: OfferingTally, type: string | null | undefined, counters: readonly (keyof TypeTally)[]): OfferingTally {
  if (type === undefined || type === null) return tally;
  const counts = { ...(tally.types[type] ?? NOTHING) };
  for (const counter of counters) counts[counter] += 1;
  return { ...tally, types: { ...tally.types, [type]: counts } };
}
