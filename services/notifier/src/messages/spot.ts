import type { EventData } from '@smartscale/events';
import type { Message } from '../notice.ts';
import { inWords, timeOfDay } from './wording.ts';

type Warning = EventData<'SpotWarning'>;

const TAKEN: Readonly<Record<NonNullable<Warning['action']>, string>> = {
  terminate: 'taken',
  stop: 'stopped',
  hibernate: 'hibernated',
};

/** "Spot i-123abc will be taken at 12:34:56 UTC (in 2 minutes)". */
export function spotWarning(data: Warning): Message {
  const drill = data.source === 'smartscale.drill' ? 'Drill: ' : '';
  const facts = [
    { name: 'Node', value: data.nodeName },
    { name: 'Zone', value: data.zone },
    { name: 'Instance type', value: data.instanceType },
  ];
  if (data.kind === 'rebalance') {
    const title = `${drill}Spot ${data.instanceId} may be taken soon (rebalance recommendation)`;
    return { severity: 'info', title, details: '', facts };
  }
  return {
    severity: 'warning',
    title: `${drill}Spot ${data.instanceId} will be ${TAKEN[data.action ?? 'terminate']} ${whenOf(data)}`,
    details: 'It is drained now, and an On-Demand replacement is launched.',
    facts,
  };
}

function whenOf({ deadline, noticedAt }: Warning): string {
  if (deadline === null) return 'within 2 minutes';
  const seconds = (Date.parse(deadline) - Date.parse(noticedAt)) / 1_000;
  return `at ${timeOfDay(deadline)} (in ${inWords(seconds)})`;
}
