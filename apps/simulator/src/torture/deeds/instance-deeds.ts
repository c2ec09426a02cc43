import type { FakeInstance } from '../../world/ec2/fake-instance.ts';
import { ec2Notice } from '../../world/notices.ts';
import { type Fault, MINUTE } from '../scenario.ts';
import type { Deed, DeedOptions } from './deed.ts';

const SECOND = 1_000;
const NOTICE_SECONDS = 120;
/** A rebalance recommendation, when one comes before the notice, comes so much earlier at most. */
const ANNOUNCED_SECONDS = 600;

/** What EC2 does of its own accord, or on somebody else's. */
export function instanceDeeds(options: DeedOptions, lostZones: Set<string>) {
  const { world, clock, hostility, policy, publish, onNotice } = options;

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
    publish(ec2Notice(instance, { at: clock.now(), kind: 'rebalance' }));
  }

  function take(instance: FakeInstance): void {
    if (instance.endedAt !== null) return;
    const takenAt = clock.now() + NOTICE_SECONDS * SECOND;
    hostility.struck('interruptions', instance.instanceId);
    onNotice(instance.instanceId, takenAt);
    publish(ec2Notice(instance, { at: clock.now(), kind: 'notice' }));
    clock.schedule(takenAt, () => world.ec2.end(instance, 'interruption'));
  }

  function interrupt(instance: FakeInstance, fault: Fault): void {
    if (fault.variant === 'announced') announce(instance, fault);
    const seconds = fault.variant === 'announced' ? Math.round(hostility.chanceOf(fault).next() * ANNOUNCED_SECONDS) : 0;
    clock.schedule(clock.now() + seconds * SECOND, () => take(instance));
  }

  return {
    interruptions: (fault: Fault): Deed => ({
      begin: () => spread(fault, spotInstances(), (instance) => interrupt(instance, fault)),
    }),
    falseAlarms: (fault: Fault): Deed => ({
      begin: () => spread(fault, spotInstances(), (instance) => announce(instance, fault)),
    }),
    kills: (fault: Fault): Deed => ({
      begin: () =>
        spread(fault, alive(), (instance) => {
          hostility.struck('kills', instance.instanceId);
          world.ec2.end(instance, 'by-hand');
        }),
    }),
    zoneLoss(fault: Fault): Deed {
      const { zones } = policy.placement;
      const zone = zones[fault.amount % zones.length] ?? '';
      return {
        begin() {
          hostility.struck('zone-loss', zone);
          lostZones.add(zone);
          for (const instance of alive()) if (instance.zone === zone) world.ec2.end(instance, 'zone-loss');
        },
        end: () => void lostZones.delete(zone),
      };
    },
  };
}
