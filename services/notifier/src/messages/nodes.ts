import type { EventData } from '@smartscale/events';
import type { Message } from '../notice.ts';
import { capacityName, inWords } from './wording.ts';

/** The codes of LaunchFailed that are not EC2's own but the capacity-manager's. */
const OWN_CODES: Readonly<Record<string, string>> = {
  NoOfferingLeft: 'no offering of the policy has capacity',
  InstanceGone: 'the instance was gone before it was recorded',
  NotLaunchedInTime: 'there was no instance in time',
};

/** "Scale-up failed: EC2 InsufficientInstanceCapacity". */
export function launchFailed({ code, message, zone, capacityType, attempts, launchId }: EventData<'LaunchFailed'>): Message {
  return {
    severity: 'alarm',
    title: `Scale-up failed: ${OWN_CODES[code] ?? `EC2 ${code}`}`,
    details: message,
    facts: [
      { name: 'Planned', value: `${capacityName(capacityType)} in ${zone}` },
      { name: 'Attempts', value: String(attempts) },
      { name: 'Launch', value: launchId },
    ],
  };
}

export function nodeJoinTimedOut({ instanceId, afterSeconds }: EventData<'NodeJoinTimedOut'>): Message {
  return {
    severity: 'alarm',
    title: `Node ${instanceId} did not join the cluster within ${inWords(afterSeconds)}`,
    details: "It is terminated, and its offering is left alone for a while. The instance's console output may tell why.",
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
