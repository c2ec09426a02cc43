import type { RecordedEvent } from '@smartscale/events';

/** The metrics of our own that a service sends because of an event; failures, which no event tells of, are not among them. */
export function metricsOf(event: RecordedEvent): readonly string[] {
  switch (event.type) {
    case 'MetricsSampled':
      return event.data.missing.length === 0 ? ['MetricsSampled'] : ['MetricsSampled', 'MetricsIncomplete'];
    case 'ScaleDecided':
      return event.data.decidedBy === 'maximum' ? ['HeldAtMaximum'] : [];
    case 'MetricsMissed':
    case 'LaunchFailed':
    case 'NodeJoinTimedOut':
    case 'NoticeFailed':
      return [event.type];
    case 'SpotWarning':
      return ['NoticeWarned'];
    case 'InterruptionDrained':
      return [`Drain ${event.data.outcome}`];
    default:
      // The stream of an event is enough for whoever wants to count the others.
      return [];
  }
}
