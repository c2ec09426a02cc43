import { adoptPolicy, type EventStore, nodeNameOf, type Policy } from '@smartscale/events';
import type { AwsEvent } from '@smartscale/runtime';
import type { FakeInstance } from '../world/ec2/fake-instance.ts';
import { ec2Notice } from '../world/notices.ts';
import { POD } from '../world/workload.ts';
import type { World } from '../world/world.ts';
import type { WorldClock } from '../world/world-clock.ts';
import type { Hostility } from './hostility.ts';
import { changedPolicy } from './policy-changes.ts';
import { type Fault, MINUTE, type Scenario, STORY_BEGINS_AT } from './scenario.ts';

const SECOND = 1_000;
const NOTICE_SECONDS = 120;
/** A rebalance recommendation, when one comes before the notice, comes so much earlier at most. */
const ANNOUNCED_SECONDS = 600;

export type DeedOptions = {
  readonly scenario: Scenario;
  readonly world: World;
  readonly clock: WorldClock;
  readonly hostility: Hostility;
  readonly publish: (notice: AwsEvent) => void;
  readonly store: EventStore;
  readonly clusterId: string;
  readonly policy: Policy;
  /** A notice is out that EC2 will take the instance then; epoch milliseconds. */
  readonly onNotice: (instanceId: string, takenAt: number) => void;
};

export type Deeds = { isZoneLost(zone: string): boolean };

/** What is done to the world by others than the services, each thing left with the clock. */
export function scheduleDeeds(options: DeedOptions): Deeds {
  const { scenario, world, clock, hostility, policy } = options;
  const lostZones = new Set<string>();
  for (const fault of scenario.faults) {
    const from = STORY_BEGINS_AT + fault.from * MINUTE;
    const until = STORY_BEGINS_AT + fault.until * MINUTE;
    const [begin, end] = deedOf(fault) ?? [];
    if (begin) clock.schedule(from, begin);
    if (end) clock.schedule(until, end);
  }

  function deedOf(fault: Fault): readonly [begin: () => void, end?: () => void] | undefined {
    switch (fault.kind) {
      case 'interruptions':
        return [() => interrupt(fault)];
      case 'false-alarms':
        return [() => spread(fault, spotInstances(), (instance) => announce(instance, fault))];
      case 'zone-loss': {
        const zone = policy.placement.zones[fault.amount % policy.placement.zones.length] ?? '';
        return [() => loseZone(zone), () => void lostZones.delete(zone)];
      }
      case 'stubborn-budgets':
      case 'do-not-disrupt':
        return deployment(fault);
      case 'not-ready':
        return [() => goNotReady(fault)];
      case 'kills':
        return [() => spread(fault, alive(), (instance) => kill(instance))];
      case 'strangers':
        return [() => launchStrangers(fault)];
      case 'policy-changes':
        return [() => changePolicy(fault)];
      default:
        return undefined;
    }
  }

  function alive(): FakeInstance[] {
    return [...world.ec2.instances.values()].filter(({ endedAt }) => endedAt === null);
  }

  function spotInstances(): FakeInstance[] {
    return alive().filter(({ capacityType, runningAt }) => capacityType === 'spot' && runningAt <= clock.now());
  }

  /** Does something to as many of these as the fault says, each at a moment of its own. */
  function spread(fault: Fault, candidates: FakeInstance[], act: (instance: FakeInstance) => void): void {
    const random = hostility.chanceOf(fault);
    for (let count = 0; count < fault.amount && candidates.length > 0; count += 1) {
      const [chosen] = candidates.splice(Math.floor(random.next() * candidates.length), 1);
      const at = clock.now() + Math.round(random.next() * (fault.until - fault.from) * MINUTE);
      clock.schedule(at, () => chosen?.endedAt === null && act(chosen));
    }
  }

  function announce(instance: FakeInstance, { kind }: Fault): void {
    hostility.struck(kind, `rebalance of ${instance.instanceId}`);
    options.publish(ec2Notice(instance, { at: clock.now(), kind: 'rebalance' }));
  }

  function interrupt(fault: Fault): void {
    const random = hostility.chanceOf(fault);
    spread(fault, spotInstances(), (instance) => {
      if (fault.variant === 'sudden') return take(instance);
      announce(instance, fault);
      clock.schedule(clock.now() + Math.round(random.next() * ANNOUNCED_SECONDS) * SECOND, () => take(instance));
    });
  }

  function take(instance: FakeInstance): void {
    if (instance.endedAt !== null) return;
    const takenAt = clock.now() + NOTICE_SECONDS * SECOND;
    hostility.struck('interruptions', instance.instanceId);
    options.onNotice(instance.instanceId, takenAt);
    options.publish(ec2Notice(instance, { at: clock.now(), kind: 'notice' }));
    clock.schedule(takenAt, () => world.ec2.end(instance, 'interruption'));
  }

  function loseZone(zone: string): void {
    hostility.struck('zone-loss', zone);
    lostZones.add(zone);
    for (const instance of alive()) if (instance.zone === zone) world.ec2.end(instance, 'zone-loss');
  }

  function kill(instance: FakeInstance): void {
    hostility.struck('kills', instance.instanceId);
    world.ec2.end(instance, 'by-hand');
  }

  function goNotReady(fault: Fault): void {
    const random = hostility.chanceOf(fault);
    const nodes = world.workers.filter(({ ended, ready }) => !ended && ready);
    for (let count = 0; count < fault.amount && nodes.length > 0; count += 1) {
      const [chosen] = nodes.splice(Math.floor(random.next() * nodes.length), 1);
      const name = nodeNameOf(chosen?.instanceId ?? '');
      hostility.struck('not-ready', name);
      world.cluster.setReady(name, false);
      clock.schedule(STORY_BEGINS_AT + fault.until * MINUTE, () => {
        const isThere = world.workers.some(
          ({ instanceId, ended, hasNode }) => nodeNameOf(instanceId) === name && !ended && hasNode,
        );
        if (isThere) world.cluster.setReady(name, true);
      });
    }
  }

  function launchStrangers(fault: Fault): void {
    const { zones, instanceTypes } = policy.placement;
    for (let count = 0; count < fault.amount; count += 1) {
      const launchId = `by-hand-${fault.id}-${count}`;
      hostility.struck('strangers', launchId);
      const request = { launchId, clusterId: options.clusterId, operationId: 'by-hand', correlationId: 'by-hand' };
      const offering = { zone: zones[count % zones.length] ?? '', capacityType: 'on-demand' as const, instanceTypes };
      void world.ec2.launch({ ...request, ...offering });
    }
  }

  function deployment(fault: Fault): readonly [() => void, () => void] {
    const name = `${fault.kind}-${fault.id}`;
    const begin = () => {
      hostility.struck(fault.kind, `${fault.amount} pods`);
      const doNotDisrupt = fault.kind === 'do-not-disrupt';
      world.cluster.deploy({ name, namespace: 'stubborn', replicas: fault.amount, doNotDisrupt, ...POD });
      if (!doNotDisrupt) world.cluster.setBudget({ deployment: name, maxUnavailable: 0 });
    };
    return [begin, () => world.cluster.scale(name, 0)];
  }

  function changePolicy(fault: Fault): void {
    hostility.struck('policy-changes', fault.variant);
    const changed = changedPolicy(policy, fault.variant);
    const { store, clusterId } = options;
    void adoptPolicy(store, clusterId, { policy: changed, author: 'torture', note: fault.variant, now: clock.now() });
  }

  return { isZoneLost: (zone) => lostZones.has(zone) };
}
