import { adoptPolicy, type ChangeFeed, defaultPolicy, type EventStore, type RecordedEvent } from '@smartscale/events';
import { createMemoryEventStore } from '@smartscale/events/memory';
import { silent } from '@smartscale/lambda';
import {
  type Checkpoint,
  createRuntime,
  createVirtualClock,
  observeAppends,
  type Runtime,
  type VirtualClock,
} from '@smartscale/runtime';
import type { ViewStore } from '@smartscale/views';
import { createMemoryViewStore } from '@smartscale/views/memory';
import { type Court, createCourt } from '../checkers/court.ts';
import type { Invariant, Scene } from '../checkers/invariant.ts';
import { createLedger, type Ledger } from '../checkers/ledger.ts';
import type { Violation } from '../checkers/watch.ts';
import { SERVICES_DIRECTORY } from '../simulation/services.ts';
import type { FakeInstance } from '../world/ec2/fake-instance.ts';
import { createWorld, type World } from '../world/world.ts';
import { scheduleDeeds } from './deeds.ts';
import { planDeliveries } from './deliveries.ts';
import { createHostility, type Hostility } from './hostility.ts';
import { type MortalHandlers, mortalHandlers } from './mortal-handlers.ts';
import { hostilePorts } from './ports/hostile-ports.ts';
import { outageNow } from './ports/hostile-prometheus.ts';
import type { Sabotage } from './sabotage.ts';
import { demandOf, MINUTE, type Scenario, STORY_BEGINS_AT } from './scenario.ts';
import type { StoryLine } from './story-line.ts';

const CLUSTER_ID = 'torture';
const LATE_JOIN_MILLISECONDS = 4 * MINUTE;

type Store = EventStore & ChangeFeed;

export type StageOptions = {
  readonly invariants: readonly Invariant[];
  readonly sabotage: Sabotage;
  readonly tell: (line: StoryLine) => void;
  readonly onViolation: (violation: Violation) => void;
};

/** Everything that a story is played with, before time begins to pass. */
export type Stage = {
  readonly clock: VirtualClock;
  readonly world: World;
  readonly runtime: Runtime;
  readonly hostility: Hostility;
  readonly ledger: Ledger;
  readonly court: Court;
  readonly store: Store;
  readonly views: ViewStore;
  /** Up to which event the outbox is done. */
  relayedUpTo(): number;
};

export async function setStage(scenario: Scenario, options: StageOptions): Promise<Stage> {
  const { sabotage, tell } = options;
  const clock = createVirtualClock({ startAt: STORY_BEGINS_AT });
  const { now } = clock;
  const hostility = createHostility(scenario, {
    now,
    tell: (fault, what) => tell({ at: now(), kind: 'strike', fault, what }),
  });
  const ledger = createLedger();
  const takenAt = new Map<string, number>();
  const publish = (notice: Parameters<Runtime['bus']['injectAwsEvent']>[0]) => void runtime.bus.injectAwsEvent(notice);
  const policy = defaultPolicy();

  const world = createWorld({
    ...{ seed: scenario.seed, clock, demand: demandOf(scenario), policy, startAt: STORY_BEGINS_AT, faults: [], publish },
    outageAt: () => outageNow(hostility),
    onLaunched: (instance) => decideJoin(instance, hostility),
  });
  const scene = sceneOf({ world, ledger, hostility, now, takenAt });
  const court = createCourt(options.invariants, scene, (violation) => {
    tell({ at: now(), kind: 'violation', violation });
    options.onViolation(violation);
  });

  const kept = createMemoryEventStore({ now });
  const store = sabotage.store?.(kept) ?? kept;
  const watched = watchedStore(store, (events) => {
    for (const event of events) {
      ledger.add(event);
      tell({ at: now(), kind: 'event', event });
    }
    court.appended(events);
  });
  await adoptPolicy(watched, CLUSTER_ID, { policy, author: 'torture', note: 'the story begins', now: now() });

  const onNotice = (instanceId: string, at: number) => void takenAt.set(instanceId, at);
  const setting = { scenario, world, clock, hostility, clusterId: CLUSTER_ID, policy };
  const deeds = scheduleDeeds({ ...setting, store: watched, publish, onNotice });
  const views = createMemoryViewStore();
  const relayed = createRelayed();
  let mortal: MortalHandlers | undefined;
  const runtime = createRuntime({
    ...{ servicesDirectory: SERVICES_DIRECTORY, clusterId: CLUSTER_ID, clock, telemetry: silent },
    ...{ store: watched, checkpoint: relayed, delivery: planDeliveries(scenario.seed, hostility) },
    onDelivery: (delivery) => mortal?.onDelivery(delivery),
    handlers(given) {
      const ports = hostilePorts({ ...setting, given, deeds, court, scene, sabotage, views });
      mortal = mortalHandlers(ports, scenario.seed, hostility);
      return mortal.handlers;
    },
  });
  return { clock, world, runtime, hostility, ledger, court, store, views, relayedUpTo: relayed.upTo };
}

function decideJoin(instance: FakeInstance, hostility: Hostility): void {
  const fault = hostility.strikes('no-joins', instance.instanceId);
  if (fault)
    instance.readyAt = fault.variant === 'never' ? Number.POSITIVE_INFINITY : instance.readyAt + LATE_JOIN_MILLISECONDS;
}

function sceneOf(known: {
  readonly world: World;
  readonly ledger: Ledger;
  readonly hostility: Hostility;
  readonly now: () => number;
  readonly takenAt: ReadonlyMap<string, number>;
}): Omit<Scene, 'report'> {
  const { world, ledger, hostility, now, takenAt } = known;
  const { fleet, fleetAt, sampleAt, policyOf, policy } = ledger;
  return {
    ...{ clusterId: CLUSTER_ID, now, fleet, fleetAt, sampleAt, policyOf, policy, hinders: hostility.hinders },
    recentPolicies: () => ledger.recentPolicies(now()),
    takenAt: (instanceId) => takenAt.get(instanceId),
    workers: () => world.workers,
    pods: () => world.cluster.pods(),
  };
}

/** The same store, and each append is shown once, right after it was taken. */
function watchedStore(store: Store, onAppended: (events: readonly RecordedEvent[]) => void): Store {
  const shown = new Map<string, number>();
  return observeAppends(store, (events) => {
    const fresh = events.filter(({ stream, position }) => position > (shown.get(stream) ?? 0));
    const last = fresh.at(-1);
    if (!last) return;
    shown.set(last.stream, last.position);
    onAppended(fresh);
  });
}

function createRelayed(): Checkpoint & { upTo(): number } {
  let reached = 0;
  return {
    load: () => 0,
    save(sequence) {
      reached = sequence;
    },
    upTo: () => reached,
  };
}
