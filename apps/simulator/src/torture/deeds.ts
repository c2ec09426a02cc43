import { clusterDeeds } from './deeds/cluster-deeds.ts';
import type { Deed, DeedOptions } from './deeds/deed.ts';
import { instanceDeeds } from './deeds/instance-deeds.ts';
import { peopleDeeds } from './deeds/people-deeds.ts';
import { type Fault, MINUTE, STORY_BEGINS_AT } from './scenario.ts';

export type Deeds = { isZoneLost(zone: string): boolean };

/** What is done to the world by others than the services, each thing left with the clock. */
export function scheduleDeeds(options: DeedOptions): Deeds {
  const { scenario, clock } = options;
  const lostZones = new Set<string>();
  const instances = instanceDeeds(options, lostZones);
  const cluster = clusterDeeds(options);
  const people = peopleDeeds(options);
  for (const fault of scenario.faults) {
    const deed = deedOf(fault);
    if (deed) clock.schedule(STORY_BEGINS_AT + fault.from * MINUTE, deed.begin);
    if (deed?.end) clock.schedule(STORY_BEGINS_AT + fault.until * MINUTE, deed.end);
  }

  function deedOf(fault: Fault): Deed | undefined {
    switch (fault.kind) {
      case 'interruptions':
        return instances.interruptions(fault);
      case 'false-alarms':
        return instances.falseAlarms(fault);
      case 'zone-loss':
        return instances.zoneLoss(fault);
      case 'kills':
        return instances.kills(fault);
      case 'stubborn-budgets':
      case 'do-not-disrupt':
        return cluster.deployment(fault);
      case 'not-ready':
        return cluster.notReady(fault);
      case 'strangers':
        return people.strangers(fault);
      case 'clock-steps':
        return { begin: () => options.hostility.struck('clock-steps', `${fault.amount} s ${fault.variant}`) };
      case 'policy-changes':
        return people.policyChange(fault);
      default:
        return undefined;
    }
  }

  return { isZoneLost: (zone) => lostZones.has(zone) };
}
