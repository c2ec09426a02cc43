import type { LaunchRequest } from '@smartscale/capacity-manager/handler';
import { adoptPolicy, type ChangeFeed, defaultPolicy, type EventStore, type RecordedEvent } from '@smartscale/events';
import { createMemoryEventStore } from '@smartscale/events/memory';
import { silent } from '@smartscale/lambda';
import type { MessengerPort } from '@smartscale/notifier/handler';
import { type Checkpoint, createRuntime, createVirtualClock, observeAppends, type RuntimePorts } from '@smartscale/runtime';
import { createMemoryViewStore } from '@smartscale/views/memory';
import { createCourt } from '../checkers/court.ts';
import type { Invariant, Moment } from '../checkers/invariant.ts';
import { INVARIANTS } from '../checkers/invariants/index.ts';
import { createLedger } from '../checkers/ledger.ts';
import type { Violation } from '../checkers/watch.ts';
import { portsOfWorld, SERVICES_DIRECTORY, type ServicePorts } from '../simulation/services.ts';
import { createWorld } from '../world/world.ts';
import { scheduleDeeds } from './deeds.ts';
import { planDeliveries } from './deliveries.ts';
import type { FaultKind } from './fault-kinds.ts';
import { createHostility } from './hostility.ts';
import { mortalHandlers } from './mortal-handlers.ts';
import { hostileEc2 } from './ports/hostile-ec2.ts';
import { hostileKubernetes } from './ports/hostile-kubernetes.ts';
import { hostileClock, hostileMessenger, hostilePublish } from './ports/hostile-outside.ts';
import { hostilePrometheus, outageNow } from './ports/hostile-prometheus.ts';
import { hostileStore } from './ports/hostile-store.ts';
import { scarceEc2 } from './ports/scarce-ec2.ts';
import { CALM_MINUTES, demandOf, MINUTE, type Scenario, STORY_BEGINS_AT } from './scenario.ts';
import { witnessCompute, witnessKubernetes, witnessMessenger, witnessPublish } from './witness.ts';

const CLUSTER_ID = 'torture';
/** Without new samples, what is under way comes to its end. */
const WINDING_UP_MINUTES = 15;
const LATE_JOIN_MILLISECONDS = 4 * MINUTE;

type Store = EventStore & ChangeFeed;

/** What happened, as it is told. */
export type StoryLine =
  | { readonly at: number; readonly kind: 'strike'; readonly fault: FaultKind; readonly what: string }
  | { readonly at: number; readonly kind: 'event'; readonly event: RecordedEvent }
  | { readonly at: number; readonly kind: 'violation'; readonly violation: Violation };

/** Makes one part of a story misbehave: how an invariant is seen to be able to fail. */
export type Sabotage = {
  /** Below the witness: the outside breaks its word. */
  readonly outside?: (
    ports: Pick<ServicePorts, 'compute' | 'kubernetes' | 'messenger'>,
    story: SabotagedStory,
  ) => Partial<ServicePorts>;
  /** Above all faults: a service does what it must not. */
  readonly services?: (ports: ServicePorts, story: SabotagedStory) => Partial<ServicePorts>;
  /** The store itself. */
  readonly store?: (store: Store) => Store;
};

export type SabotagedStory = { readonly now: () => number; readonly scene: Parameters<Invariant['watch']>[0] };

export type PlayOptions = {
  readonly invariants?: readonly Invariant[];
  readonly sabotage?: Sabotage;
  readonly tell?: (line: StoryLine) => void;
  /** Ends the story at the first violation of which this is true. */
  readonly stopAt?: (violation: Violation) => boolean;
};

export type Played = {
  readonly violations: readonly Violation[];
  readonly strikes: Readonly<Record<FaultKind, number>>;
  readonly events: number;
};

/** Plays a scenario to its end, with all invariants watched. */
export async function play(scenario: Scenario, options: PlayOptions = {}): Promise<Played> {
  const { invariants = INVARIANTS, sabotage = {}, tell, stopAt } = options;
  const clock = createVirtualClock({ startAt: STORY_BEGINS_AT });
  const { now } = clock;
  const hostility = createHostility(scenario, {
    now,
    tell: (fault, what) => tell?.({ at: now(), kind: 'strike', fault, what }),
  });
  const ledger = createLedger();
  const policy = defaultPolicy();
  const demand = demandOf(scenario);
  const takenAt = new Map<string, number>();
  const requests = new Map<string, LaunchRequest>();
  const views = createMemoryViewStore();
  let isOver = false;

  const world = createWorld({
    ...{ seed: scenario.seed, clock, demand, policy, startAt: STORY_BEGINS_AT, faults: [] },
    publish: (notice) => void runtime.bus.injectAwsEvent(notice),
    outageAt: () => outageNow(hostility),
    onLaunched(instance) {
      const joins = hostility.strikes('no-joins', instance.instanceId);
      if (joins)
        instance.readyAt = joins.variant === 'never' ? Number.POSITIVE_INFINITY : instance.readyAt + LATE_JOIN_MILLISECONDS;
      const request = requests.get(instance.launchId);
      if (request) court.launched({ instanceId: instance.instanceId, request });
    },
  });
  const scene = {
    clusterId: CLUSTER_ID,
    now,
    ...{ fleet: ledger.fleet, fleetAt: ledger.fleetAt, sampleAt: ledger.sampleAt, policyOf: ledger.policyOf },
    policy: ledger.policy,
    recentPolicies: () => ledger.recentPolicies(now()),
    takenAt: (instanceId: string) => takenAt.get(instanceId),
    workers: () => world.workers,
    pods: () => world.cluster.pods(),
    hinders: hostility.hinders,
  };
  const court = createCourt(invariants, scene, (violation) => {
    tell?.({ at: now(), kind: 'violation', violation });
    if (stopAt?.(violation)) isOver = true;
  });

  const kept = createMemoryEventStore({ now });
  const store = watchedStore(sabotage.store?.(kept) ?? kept, (events) => {
    for (const event of events) {
      ledger.add(event);
      tell?.({ at: now(), kind: 'event', event });
    }
    court.appended(events);
  });
  await adoptPolicy(store, CLUSTER_ID, { policy, author: 'torture', note: 'the story begins', now: now() });

  const deeds = scheduleDeeds({
    ...{ scenario, world, clock, hostility, store, clusterId: CLUSTER_ID, policy },
    publish: (notice) => void runtime.bus.injectAwsEvent(notice),
    onNotice: (instanceId, at) => void takenAt.set(instanceId, at),
  });

  const sabotaged: SabotagedStory = { now, scene: { ...scene, report() {} } };
  function portsOf(given: RuntimePorts): ServicePorts {
    const plain = portsOfWorld(world, clock);
    const isAlive = (instanceId: string) => world.ec2.instances.get(instanceId)?.endedAt === null;
    const outside = {
      compute: scarceEc2(world.ec2, hostility, deeds.isZoneLost),
      kubernetes: plain.kubernetes,
      messenger: RELIABLE,
    };
    const { compute, kubernetes, messenger } = { ...outside, ...sabotage.outside?.(outside, sabotaged) };
    const ports: ServicePorts = {
      ...{ clusterId: CLUSTER_ID, telemetry: silent, views, prices: plain.prices, lookups: plain.lookups },
      store: hostileStore(given.store, hostility),
      clock: hostileClock(clock, hostility),
      publish: hostilePublish(witnessPublish(given.publish, court), hostility),
      compute: hostileEc2(witnessCompute(compute, { court, isAlive, requests }), hostility, clock),
      kubernetes: hostileKubernetes(witnessKubernetes(kubernetes, court, scene.pods), hostility, clock),
      prometheus: hostilePrometheus(plain.prometheus, hostility),
      messenger: hostileMessenger(witnessMessenger(messenger, court), hostility),
    };
    return { ...ports, ...sabotage.services?.(ports, sabotaged) };
  }

  const relayed = createRelayed();
  let onDelivery: ReturnType<typeof mortalHandlers>['onDelivery'] | undefined;
  const runtime = createRuntime({
    ...{ servicesDirectory: SERVICES_DIRECTORY, clusterId: CLUSTER_ID, store, clock, telemetry: silent, checkpoint: relayed },
    delivery: planDeliveries(scenario.seed, hostility),
    onDelivery: (delivery) => onDelivery?.(delivery),
    handlers(given) {
      const mortal = mortalHandlers(portsOf(given), scenario.seed, hostility);
      ({ onDelivery } = mortal);
      return mortal.handlers;
    },
  });

  let unhinderedTime = 0;
  const momentNow = (): Moment => ({ now: now(), unhinderedTime, workers: world.workers });
  const passMinute = () => {
    world.step();
    if (!hostility.hinders()) unhinderedTime += MINUTE;
    court.minute(momentNow());
    clock.schedule(now() + MINUTE, passMinute);
  };

  async function runUntil(end: number): Promise<void> {
    while (!isOver && now() < end) await clock.runUntil(Math.min(end, now() + 30 * MINUTE));
  }

  passMinute();
  await runtime.start();
  await runUntil(STORY_BEGINS_AT + (scenario.minutes + CALM_MINUTES) * MINUTE - 1);
  const moment = momentNow();
  const demandAtEnd = world.demand;
  const stopped = runtime.stop();
  if (!isOver) {
    await clock.runUntil(now() + WINDING_UP_MINUTES * MINUTE);
    await stopped;
    await court.end({
      ...{ store: kept, views, events: ledger.events, moment, demand: demandAtEnd, relayedUpTo: relayed.upTo() },
      deadLetters: runtime.deadLetters.list(),
      outboxTrouble: runtime.outboxTrouble(),
    });
  }
  return { violations: court.violations, strikes: hostility.counts, events: ledger.events.length };
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

const RELIABLE: MessengerPort = { channel: 'torture', send: async () => ({ kind: 'sent' }) };
