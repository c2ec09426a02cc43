import type { DomainEvent, EventData, EventTypeOf } from '@smartscale/events';

/** One sentence about an event that changed a fleet or failed to; null for a step on the way. */
export function whatChanged(event: DomainEvent<EventTypeOf<'fleet'>>): string | null {
  switch (event.type) {
    case 'ScaleCompleted':
      return completed(event.data);
    case 'ScaleRefused':
      return `decision ${event.data.decisionPosition} was refused (${event.data.code}): ${event.data.message}`;
    case 'NodeLaunched': {
      const { instanceId, capacityType, instanceType, zone, cause, replaces } = event.data;
      const instead = replaces === null ? '' : ` in place of ${replaces}`;
      return `${instanceId} launched (${capacityType} ${instanceType}, ${zone}, ${cause})${instead}`;
    }
    case 'LaunchFailed':
      return `a ${event.data.capacityType} launch in ${event.data.zone} failed: ${event.data.code}`;
    case 'NodeJoined':
      return `${event.data.instanceId} joined after ${Math.round(event.data.afterSeconds)} s`;
    case 'NodeJoinTimedOut':
      return `${event.data.instanceId} did not join within ${Math.round(event.data.afterSeconds)} s`;
    case 'NodeDrainFailed':
      return `${event.data.instanceId} could not be drained and stays: ${event.data.message}`;
    case 'NodeTerminated':
      return `${event.data.instanceId} terminated (${event.data.cause})`;
    case 'NodeLost':
      return `${event.data.instanceId} was lost: ${event.data.evidence}`;
    case 'ZoneShifted':
      return `${event.data.zone} gets no new workers until ${event.data.until}: ${event.data.reason}`;
    case 'NodeAtRisk':
      return `EC2 may take ${event.data.instanceId} soon: it is cordoned until ${event.data.until} at the latest`;
    case 'NodeRiskPassed':
      return `EC2 did not take ${event.data.instanceId}: it is uncordoned`;
    case 'NodeReplacementScheduled':
      return `${event.data.instanceId} is to be replaced by ${event.data.dueAt}: ${event.data.reason}`;
    case 'ScalePlanned':
    case 'OfferingUnavailable':
    case 'NodeDrainStarted':
    case 'NodeDrained':
    case 'PriceRecorded':
      return null;
  }
}

function completed({ added, removed, failed, workersAfter, reason }: EventData<'ScaleCompleted'>): string {
  const parts = [
    ...(added.length > 0 ? [`+${added.length}`] : []),
    ...(removed.length > 0 ? [`-${removed.length}`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ];
  return `${parts.join(', ') || 'nothing'} -> ${workersAfter} workers: ${reason}`;
}
