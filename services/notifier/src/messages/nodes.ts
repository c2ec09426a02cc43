import type { EventData } from '@smartscale/events';
import type { Message } from '../notice.ts';
import type { Plan } from '../plan-of.ts';
import { capacityName, inWords } from './wording.ts';

/** The codes of LaunchFailed that are not EC2's own but the capacity-manager's. */
const OWN_CODES: Readonly<Record<string, string>> = {
  NoOfferingLeft: 'no offering of the policy has capacity',
  InstanceGone: 'the instance was gone before it was recorded',
  NotLaunchedInTime: 'there was no instance in time',
};

const FAILED: Readonly<Record<Plan['cause'], string>> = {
  'scale-up': 'Scale-up failed',
  'scale-down': 'Scale-down failed',
  replacement: 'A replacement failed',
  repair: 'A repair failed',
};

/** "Scale-up failed: EC2 InsufficientInstanceCapacity"; of a repair that finds no capacity, that it matters little. */
export function launchFailed(failed: EventData<'LaunchFailed'>, plan: Plan | null): Message {
  const { code, message, zone, capacityType, attempts, launchId } = failed;
  // Whom it was to be exchanged for stands as before.
  const isHarmless = plan?.cause === 'repair' && plan.victims.length > 0 && isForCapacity(code);
  return {
    severity: isHarmless ? 'warning' : 'alarm',
    title: isHarmless
      ? 'A repair found no capacity: nothing changes, it is tried again'
      : `${FAILED[plan?.cause ?? 'scale-up']}: ${OWN_CODES[code] ?? `EC2 ${code}`}`,
    details: plan?.cause === 'repair' ? `${plan.reason}. ${message}` : message,
    facts: [
      { name: 'Planned', value: `${capacityName(capacityType)} in ${zone}` },
      { name: 'Attempts', value: String(attempts) },
      { name: 'Launch', value: launchId },
    ],
  };
}

function isForCapacity(code: string): boolean {
  return code === 'NoOfferingLeft' || /Capacity/.test(code);
}

export function nodeJoinTimedOut({ instanceId, afterSeconds }: EventData<'NodeJoinTimedOut'>): Message {
  return {
    severity: 'alarm',
    title: `Node ${instanceId} did not join the cluster within ${inWords(afterSeconds)}`,
    details:
      "It is terminated unless it joins first, and its offering is left alone for a while. The instance's console output may tell why.",
    facts: [],
  };
}

export function nodeDrainFailed({ instanceId, message, blockedBy }: EventData<'NodeDrainFailed'>): Message {
  return {
    severity: 'warning',
    title: `Node ${instanceId} could not be drained and stays`,
    details: message,
    facts: blockedBy.length > 0 ? [{ name: 'Blocked by', value: blockedBy.join(', ') }] : [],
  };
}

/** "No new workers in ap-south-1b until 09:01 UTC". */
export function zoneShifted({ zone, reason, until }: EventData<'ZoneShifted'>): Message {
  return {
    severity: 'warning',
    title: `No new workers in ${zone} until ${until.slice(11, 16)} UTC`,
    details: `${reason}. Its workers stay; "smartscale zone shift ${zone} --drain" moves them.`,
    facts: [],
  };
}

export function nodeLost({ instanceId, evidence, aliveSeconds }: EventData<'NodeLost'>): Message {
  return {
    severity: 'alarm',
    title: `Node ${instanceId} was lost`,
    details: evidence,
    facts: [{ name: 'Lived', value: inWords(aliveSeconds) }],
  };
}
