import {
  defaultPolicy,
  type EventStore,
  loadState,
  type Policy,
  type RecordedEvent,
  readCurrentPolicy,
  type StreamCategory,
  streamName,
  toTimestamp,
} from '@smartscale/events';
import { allProjections } from '@smartscale/projections';
import { type FleetState, fleetFold } from '@smartscale/projections/fleet';
import { clusterTime } from '../../cluster-time.ts';
import type { DecisionFacts } from '../after/decisions.ts';
import type { ForecastFacts } from '../after/forecasts.ts';
import type { NoticeEvent, NoticeFacts } from '../after/notices.ts';
import type { SampleEvent } from '../after/samples.ts';
import type { ViewFacts } from '../after/views.ts';
import type { FleetStore } from './fleet-store.ts';

const DAY_MILLISECONDS = 86_400_000;
/** A day of decisions at one in two minutes, a shadow policy's and forecasts beside them. */
const SEARCHED_DECISIONS = 2_200;
/** Newest ones among which a decision certainly is. */
const NEWEST_DECISIONS = 20;
const SEARCHED_FLEET_EVENTS = 2_000;
const SEARCHED_NOTICES = 200;

type Opened = { readonly store: EventStore; readonly clusterId: string; readonly now: number };

/** The store with its cluster's own time: a simulated fleet's clock is another. */
async function opened(fleet: FleetStore): Promise<Opened> {
  const store = await fleet.store();
  return { store, clusterId: fleet.clusterId, now: await clusterTime(store, fleet.clusterId) };
}

function newest({ store, clusterId }: Opened, category: StreamCategory, limit: number): Promise<readonly RecordedEvent[]> {
  return store.read(streamName(category, clusterId), { direction: 'backward', limit });
}

/** Of the last day, the oldest first. */
async function ofLastDay(life: Opened, category: StreamCategory, limit: number): Promise<readonly RecordedEvent[]> {
  const since = toTimestamp(life.now - DAY_MILLISECONDS);
  return (await newest(life, category, limit)).filter(({ recordedAt }) => recordedAt >= since).toReversed();
}

export async function readNewestSample(
  fleet: FleetStore,
): Promise<{ readonly newest: SampleEvent | undefined; readonly now: number }> {
  const life = await opened(fleet);
  const [sample] = await newest(life, 'metrics', 1);
  return { newest: sample as SampleEvent | undefined, now: life.now };
}

export async function readDecisions(fleet: FleetStore): Promise<DecisionFacts> {
  const life = await opened(fleet);
  const [[sample], decisions] = await Promise.all([newest(life, 'metrics', 1), newest(life, 'scaling', NEWEST_DECISIONS)]);
  return { newestDecision: decisions.find(isOf('ScaleDecided')), newestSamplePosition: sample?.position ?? 0 };
}

export async function readForecasts(fleet: FleetStore): Promise<ForecastFacts & { readonly now: number }> {
  const life = await opened(fleet);
  const [[first], decisions] = await Promise.all([
    life.store.read(streamName('metrics', life.clusterId), { limit: 1 }),
    newest(life, 'scaling', SEARCHED_DECISIONS),
  ]);
  return { firstSampleAt: first?.recordedAt ?? null, newestForecast: decisions.find(isOf('ForecastMade')), now: life.now };
}

export type Fleet = { readonly state: FleetState; readonly policy: Policy; readonly now: number };

/** The fleet, and the policy in force or the default. */
export async function readFleet(fleet: FleetStore): Promise<Fleet> {
  const { store, clusterId, now } = await opened(fleet);
  const [{ state }, adopted] = await Promise.all([
    loadState(store, streamName('fleet', clusterId), fleetFold),
    readCurrentPolicy(store, clusterId),
  ]);
  return { state, policy: adopted?.policy ?? defaultPolicy(), now };
}

export async function readFleetEvents(
  fleet: FleetStore,
): Promise<{ readonly events: readonly RecordedEvent[]; readonly now: number }> {
  const life = await opened(fleet);
  return { events: await ofLastDay(life, 'fleet', SEARCHED_FLEET_EVENTS), now: life.now };
}

export async function readNotices(fleet: FleetStore): Promise<NoticeFacts & { readonly now: number }> {
  const life = await opened(fleet);
  const [notices, events] = await Promise.all([
    ofLastDay(life, 'notices', SEARCHED_NOTICES),
    ofLastDay(life, 'fleet', SEARCHED_FLEET_EVENTS),
  ]);
  const changed = events.filter(isOf('ScaleCompleted')).findLast(({ data }) => data.added.length + data.removed.length > 0);
  const outcomes = notices.filter(
    (event): event is NoticeEvent => event.type === 'NoticeSent' || event.type === 'NoticeFailed',
  );
  return { notices: outcomes, changedAt: changed?.recordedAt ?? null, now: life.now };
}

/** How the views of a projection stand, by its name. */
export async function readView(fleet: FleetStore, projection: string): Promise<ViewFacts> {
  const life = await opened(fleet);
  const views = await fleet.views();
  const { category = 'fleet' } = allProjections.find(({ name }) => name === projection) ?? {};
  const [[last], progress] = await Promise.all([
    newest(life, category, 1),
    views?.readProgress({ clusterId: life.clusterId, projection }) ?? null,
  ]);
  const shown = progress?.shown?.position ?? 0;
  const [waiting] = await life.store.read(streamName(category, life.clusterId), { from: shown + 1, limit: 1 });
  const oldestWaitingSeconds = waiting ? (life.now - Date.parse(waiting.recordedAt)) / 1_000 : 0;
  return { progress, streamEnd: last?.position ?? 0, oldestWaitingSeconds, rebuild: fleet.rebuild };
}

/** What the store says against being read, as people should hear it; null when it can be. */
export async function readComplaint(
  fleet: FleetStore,
): Promise<{ readonly complaint: string | null; readonly hasEvents: boolean }> {
  try {
    const store = await fleet.store();
    // By time as well: a table of another program may have our keys and no index by day.
    const [streams] = await Promise.all([
      Promise.all(
        (['metrics', 'policy'] as const).map((category) => store.read(streamName(category, fleet.clusterId), { limit: 1 })),
      ),
      store.readRange(fleet.clusterId, { from: '1970-01-01T00:00:00.000Z', to: '1970-01-01T00:00:01.000Z', limit: 1 }),
    ]);
    return { complaint: null, hasEvents: streams.some((events) => events.length > 0) };
  } catch (error) {
    if ((error as Error).name === 'StoreUnusableError' && !isAboutAccess(error))
      return { complaint: (error as Error).message, hasEvents: false };
    throw (error as Error).cause ?? error;
  }
}

/** What hinders whoever asks is not the store's fault. */
function isAboutAccess(error: unknown): boolean {
  const { cause } = error as { readonly cause?: { readonly name?: string; readonly message?: string } };
  return /AccessDenied|Credential|Expired|Unrecognized/.test(cause?.name ?? '') || cause?.message === 'Region is missing';
}

function isOf<Type extends RecordedEvent['type']>(type: Type) {
  return (event: RecordedEvent): event is RecordedEvent<Type> & RecordedEvent => event.type === type;
}
