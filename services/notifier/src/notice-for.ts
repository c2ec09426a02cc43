import type { RecordedEvent } from '@smartscale/events';
import { blocksOf } from './blocks.ts';
import { consoleLink } from './console-link.ts';
import { decided } from './messages/decided.ts';
import { launchFailed, nodeDrainFailed, nodeJoinTimedOut, nodeLost, zoneShifted } from './messages/nodes.ts';
import { scaleCompleted } from './messages/scaling.ts';
import { maintenanceScheduled, spotWarning } from './messages/spot.ts';
import { metricsMissed, scaleRefused } from './messages/standstill.ts';
import type { Message, Notice } from './notice.ts';
import type { Plan } from './plan-of.ts';

/** The events that people may be told of. The rules in serverless.yml let no other through. */
export const TOLD_EVENTS = [
  'ScaleCompleted',
  'SpotWarning',
  'MaintenanceScheduled',
  'LaunchFailed',
  'NodeJoinTimedOut',
  'NodeDrainFailed',
  'NodeLost',
  'ZoneShifted',
  'ScaleRefused',
  'MetricsMissed',
  'ScaleDecided',
] as const;

export type ToldEvent = RecordedEvent<(typeof TOLD_EVENTS)[number]>;

export type NoticeContext = {
  /** What a failed launch was planned for, if that is known. */
  readonly plan?: Plan | null;
  /** Where the console is, if there is one. */
  readonly consoleUrl?: string | null;
};

/** What people are told of an event; null when it is not worth a message. */
export function noticeFor(event: ToldEvent, { plan = null, consoleUrl = null }: NoticeContext = {}): Notice | null {
  const message = messageFor(event, plan);
  if (message === null) return null;
  const { id: causeId, type: causeType, clusterId, occurredAt } = event;
  const notice = { causeId, causeType, clusterId, occurredAt, ...message, link: consoleLink(consoleUrl, event) };
  return { ...notice, blocks: blocksOf(notice) };
}

function messageFor(event: ToldEvent, plan: Plan | null): Message | null {
  switch (event.type) {
    case 'ScaleCompleted':
      return scaleCompleted(event.data);
    case 'SpotWarning':
      return spotWarning(event.data);
    case 'MaintenanceScheduled':
      return maintenanceScheduled(event.data);
    case 'LaunchFailed':
      return launchFailed(event.data, plan);
    case 'NodeJoinTimedOut':
      return nodeJoinTimedOut(event.data);
    case 'NodeDrainFailed':
      return nodeDrainFailed(event.data);
    case 'NodeLost':
      return nodeLost(event.data);
    case 'ZoneShifted':
      return zoneShifted(event.data);
    case 'ScaleRefused':
      return scaleRefused(event.data);
    case 'MetricsMissed':
      return metricsMissed(event.data);
    case 'ScaleDecided':
      return decided(event.data);
  }
}
