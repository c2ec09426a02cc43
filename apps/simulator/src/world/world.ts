import { type Demand, demandAt } from '@smartscale/backtest/traces';
import { nodeNameOf, type Policy } from '@smartscale/events';
import { createFakeCluster, type FakeCluster } from '@smartscale/kubernetes/fake';
import type { PrometheusPort } from '@smartscale/metrics-collector/handler';
import type { AwsEvent } from '@smartscale/runtime';
import { createAccount, type Totals } from '../accounting/account.ts';
import { createFleetChecker, type FleetChecker } from '../checkers/fleet-checker.ts';
import type { FaultName } from '../simulation/faults.ts';
import { type CapacityShortage, createCapacity, FREQUENT_SHORTAGE, NO_SHORTAGE } from './ec2/capacity.ts';
import { createFakeEc2, type FakeEc2 } from './ec2/fake-ec2.ts';
import { type FakeInstance, type LifeOptions, SHUTTING_DOWN_MILLISECONDS } from './ec2/fake-instance.ts';
import { crash, crashOfDay } from './ec2/spot-crash.ts';
import { isDuring, zoneLossOfWeek } from './ec2/zone-losses.ts';
import { addServer, registerNode } from './nodes.ts';
import { ec2Notice, stateChange } from './notices.ts';
import { createFakePrometheus } from './prometheus/fake-prometheus.ts';
import { measureLoad } from './prometheus/load.ts';
import { type OutageKind, outageAt } from './prometheus/outages.ts';
import { type Random, randomStream } from './random.ts';
import { servingOf, viewWorkers, type WorkerView } from './worker-view.ts';
import { createWorkload, type Workload } from './workload.ts';
import type { WorldClock } from './world-clock.ts';

const MINUTE = 60_000;

/** The share of cores and bytes by which a measurement may be off, to either side. */
const MEASUREMENT_NOISE = 0.015;

export type WorldOptions = {
  readonly seed: string | number;
  readonly clock: WorldClock;
  readonly demand: Demand;
  readonly policy: Policy;
  /** Epoch milliseconds of the demand's minute 0, on a whole minute. */
  readonly startAt: number;
  readonly faults: readonly FaultName[];
  /** Puts an event of EC2 on the account's default bus. */
  readonly publish: (notice: AwsEvent) => void;
  /** Told of a new instance before its node is arranged for: it may still change when the instance joins. */
  readonly onLaunched?: (instance: FakeInstance) => void;
  /** How Prometheus fails at a moment, beside what the faults have for it. */
  readonly outageAt?: (now: number) => OutageKind | null;
};

/** EC2, a K3s cluster, Prometheus and the people who use the shop, as one thing that goes on minute by minute. */
export type World = {
  readonly ec2: FakeEc2;
  readonly cluster: FakeCluster;
  readonly prometheus: PrometheusPort;
  readonly checker: FleetChecker;
  /** Puts a worker there that is alive already and has its node. */
  adopt(instance: FakeInstance): void;
  /**
   * One minute: the interruptions and losses that fall into it, demand, pods, and the accounts. To be called on each whole minute;
   * called again in the same minute it does nothing.
   */
  step(): void;
  readonly workers: readonly WorkerView[];
  /** In workers, of the minute at hand. */
  readonly demand: number;
  totals(): Totals;
};

export function createWorld(options: WorldOptions): World {
  const { clock, demand, policy, startAt, seed } = options;
  const faults = new Set(options.faults);
  const cluster = createFakeCluster({ now: clock.now, sleep: clock.sleep });
  addServer(cluster, policy.placement.zones[0] ?? '');
  const workload = createWorkload(cluster, { maxWorkers: policy.workers.max });
  const account = createAccount(clock.now());
  const checker = createFleetChecker(policy);
  const lossAt = (now: number) => {
    const loss = faults.has('zone-loss') ? zoneLossOfWeek(seed, policy.placement.zones, now) : undefined;
    return loss && isDuring(loss, now) ? loss : undefined;
  };
  const ec2 = createFakeEc2({
    seed,
    clock,
    capacity: createCapacity({
      seed,
      shortage: shortageOf(faults),
      isZoneLost: (zone, now) => lossAt(now)?.zone === zone,
    }),
    life: lifeOf(options.faults),
    throttling: faults.has('throttling') ? 0.1 : 0,
    onLaunched(instance) {
      account.launched();
      checker.launched(instance);
      options.onLaunched?.(instance);
      registerNode(cluster, clock, instance);
    },
    onTurn(instance, { at, kind }) {
      if (kind === 'taken') return ec2.end(instance, 'interruption');
      if (kind === 'notice') account.interrupted();
      options.publish(ec2Notice(instance, { at, kind }));
    },
    onEnded(instance) {
      account.ended(instance);
      const nodeName = nodeNameOf(instance.instanceId);
      if (cluster.hasNode(nodeName)) cluster.loseNode(nodeName);
      const goneAt = clock.now() + SHUTTING_DOWN_MILLISECONDS;
      options.publish(stateChange(instance, clock.now(), 'shutting-down'));
      clock.schedule(goneAt, () => options.publish(stateChange(instance, goneAt, 'terminated')));
    },
  });
  const noise = randomStream(seed, 'measurement-noise');
  const outageOf = outagesOf(options);
  let demandNow = 0;
  let steppedAt = Number.NEGATIVE_INFINITY;
  const workers = () => viewWorkers(ec2.instances.values(), cluster.readings());

  function step(): void {
    const now = clock.now();
    if (now - steppedAt < MINUTE) return;
    steppedAt = now;
    if (faults.has('spot-crash') && crashOfDay(seed, now) === now) crash(ec2.instances.values(), { seed, now });
    ec2.step(now + MINUTE);
    const lostZone = lossAt(now)?.zone;
    if (lostZone !== undefined) endZone(ec2, lostZone);
    demandNow = demandAt(demand, Math.round((now - startAt) / MINUTE));
    const seen = workers();
    const serving = servingOf(seen);
    workload.step(demandNow, serving);
    account.minute(demandNow, serving);
    checker.minute(seen, now);
  }

  return {
    ec2,
    cluster,
    checker,
    prometheus: createFakePrometheus(() => {
      // A sample of a whole minute is of that minute, whichever of the two timers comes first.
      step();
      return observe({ workers: workers(), cluster, workload, demand: demandNow, noise, outage: outageOf(clock.now()) });
    }),
    adopt(instance) {
      ec2.adopt(instance);
      registerNode(cluster, clock, instance);
    },
    step,
    get workers() {
      return workers();
    },
    get demand() {
      return demandNow;
    },
    totals: () => account.totals(ec2.instances.values(), clock.now()),
  };
}

/** The outages that the faults bring, and those beside them. */
function outagesOf({ seed, faults, outageAt: beside }: WorldOptions): (now: number) => OutageKind | null {
  const isUsual = faults.includes('metrics-outage');
  return (now) => beside?.(now) ?? (isUsual ? outageAt(seed, now) : null);
}

function endZone(ec2: FakeEc2, zone: string): void {
  for (const instance of ec2.instances.values()) if (instance.zone === zone) ec2.end(instance, 'zone-loss');
}

function observe(seen: {
  readonly workers: readonly WorkerView[];
  readonly cluster: FakeCluster;
  readonly workload: Workload;
  readonly demand: number;
  readonly noise: Random;
  readonly outage: ReturnType<typeof outageAt>;
}) {
  const { workers, cluster, workload, demand, noise, outage } = seen;
  const serving = servingOf(workers);
  const factor = noise.between(1 - MEASUREMENT_NOISE, 1 + MEASUREMENT_NOISE);
  const load = measureLoad(workers, cluster.readings(), { served: Math.min(demand, serving), noise: factor });
  return { load, outage, application: { demand, serving, queueDepth: workload.queueDepth } };
}

function shortageOf(faults: ReadonlySet<FaultName>): CapacityShortage {
  return faults.has('capacity-errors') ? FREQUENT_SHORTAGE : NO_SHORTAGE;
}

/** How instances live in a world with these faults. */
export function lifeOf(names: readonly FaultName[]): LifeOptions {
  const faults = new Set(names);
  const usual = faults.has('spot-interruptions') ? 1 : 0;
  return {
    interruptionFactor: faults.has('interruption-storm') ? 100 : usual,
    joinFailures: faults.has('join-failures') ? 0.05 : 0,
  };
}
