import type { EventData } from '@smartscale/events';
import type { Message } from '../notice.ts';
import { inWords, timeOfDay } from './wording.ts';

type Warning = EventData<'SpotWarning'>;

/** "Spot i-123abc will terminate in 2 minutes (at 12:34:56 UTC)". */
export function spotWarning(data: Warning): Message {
  const drill = data.source === 'smartscale.drill' ? 'Drill: ' : '';
  const facts = [
    { name: 'Node', value: data.nodeName },
    { name: 'Zone', value: data.zone },
    { name: 'Instance type', value: data.instanceType },
  ];
  if (data.kind === 'rebalance') {
    const title = `${drill}Spot ${data.instanceId} may be taken soon (rebalance recommendation)`;
    const details =
      'It gets no new pods, and a stand-in is launched ahead unless the fleet is at its maximum. If nothing follows within 20 minutes, it gets pods again.';
    return { severity: 'info', title, details, facts };
  }
  return {
    severity: 'warning',
    title: `${drill}Spot ${data.instanceId} will ${data.action ?? 'terminate'} ${whenOf(data)}`,
    details: 'It is drained now, and an On-Demand replacement is launched unless it has its stand-in already.',
    facts,
  };
}

/** "AWS works on i-123abc from 2026-12-08 03:00 UTC: AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED". */
export function maintenanceScheduled(data: EventData<'MaintenanceScheduled'>): Message {
  const drill = data.source === 'smartscale.drill' ? 'Drill: ' : '';
  const [day, time = ''] = data.startsAt.split('T');
  return {
    severity: 'warning',
    title: `${drill}AWS works on ${data.instanceId} from ${day} ${time.slice(0, 5)} UTC: ${data.code}`,
    details: 'Another worker is launched before that, and then this one is drained. Nothing need be done.',
    facts: [
      { name: 'Node', value: data.nodeName },
      { name: 'Zone', value: data.zone },
      { name: 'Health event', value: data.maintenanceId },
    ],
  };
}

function whenOf({ deadline, noticedAt }: Warning): string {
  if (deadline === null) return 'within 2 minutes';
  const seconds = (Date.parse(deadline) - Date.parse(noticedAt)) / 1_000;
  return `in ${inWords(seconds)} (at ${timeOfDay(deadline)})`;
}
