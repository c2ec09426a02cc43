import type { RecordedEvent } from '@smartscale/events';

/**
 * Where the console shows an event: the decision that it is or that it carries out, else the moment of it. Null without a console.
 * `consoleUrl` is the page itself.
 */
export function consoleLink(consoleUrl: string | null, event: RecordedEvent): string | null {
  if (consoleUrl === null) return null;
  return `${consoleUrl.replace(/[/#]+$/, '')}/#/${placeOf(event)}`;
}

function placeOf(event: RecordedEvent): string {
  if (event.type === 'ScaleDecided') return `decision/${event.id}`;
  const isDecided = event.type === 'ScaleCompleted' && (event.data.cause === 'scale-up' || event.data.cause === 'scale-down');
  return isDecided ? `decision/${event.data.operationId}` : `at/${event.occurredAt}`;
}
