import type { RecordedEvent } from '@smartscale/events';

/** The operations, launches and instances that an event speaks of, by their ids. */
export function namesIn(event: RecordedEvent): readonly string[] {
  switch (event.type) {
    case 'ScalePlanned': {
      const { operationId, launches, victims } = event.data;
      return [operationId, ...launches.flatMap(({ launchId, replaces }) => [launchId, replaces ?? launchId]), ...victims];
    }
    case 'ScaleCompleted': {
      const { operationId, added, removed } = event.data;
      return [operationId, ...[...added, ...removed].map(({ instanceId }) => instanceId)];
    }
    case 'ScaleRefused':
      return [event.data.decisionId];
    case 'LaunchFailed':
      return [event.data.launchId];
    case 'NodeLaunched':
      return [event.data.launchId, event.data.instanceId, event.data.replaces ?? event.data.instanceId];
    case 'NodeJoined':
    case 'NodeJoinTimedOut':
    case 'NodeDrainStarted':
    case 'NodeDrained':
    case 'NodeDrainFailed':
    case 'NodeTerminated':
    case 'NodeLost':
    case 'SpotWarning':
    case 'InterruptionDrained':
    case 'InstanceStopped':
    case 'MaintenanceScheduled':
    case 'NodeAtRisk':
    case 'NodeRiskPassed':
    case 'NodeReplacementScheduled':
      return [event.data.instanceId];
    case 'ZoneShifted':
    case 'PriceRecorded':
    case 'OfferingUnavailable':
    case 'MetricsSampled':
    case 'MetricsMissed':
    case 'PolicyAdopted':
    case 'ShadowPolicySet':
    case 'ScaleDecided':
    case 'ShadowDecided':
    case 'DemandLearned':
    case 'ForecastMade':
    case 'ForecastScored':
    case 'NoticePlanned':
    case 'NoticeSent':
    case 'NoticeFailed':
      return [];
  }
}
