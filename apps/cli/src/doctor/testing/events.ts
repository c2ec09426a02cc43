import { type EventData, type EventType, type RecordedEvent, toTimestamp } from '@smartscale/events';

export const NOW = Date.parse('2026-11-24T12:00:00.000Z');
export const MINUTE = 60;
export const DAY = 86_400;

export const ago = (seconds: number): string => toTimestamp(NOW - seconds * 1_000);

let positions = 0;

/** An event as it is read, with only the data that a judgement looks at. */
export function recorded<Type extends EventType>(
  type: Type,
  secondsAgo: number,
  data: Partial<EventData<Type>>,
): RecordedEvent<Type> {
  positions += 1;
  return { type, position: positions, recordedAt: ago(secondsAgo), data } as unknown as RecordedEvent<Type>;
}
