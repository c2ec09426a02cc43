import type { NewEvent } from '../../envelope.ts';
import { deriveEventId } from '../../event-id.ts';
import { toTimestamp } from '../../timestamp.ts';

/** When every test of the suite begins. */
export const START = Date.parse('2026-11-24T08:00:00.000Z');

/** A small event for a `notices` stream; the same `number` gives the same id. */
export function notice(number: number, text = `notice ${number}`): NewEvent<'NoticeSent'> {
  const id = deriveEventId(START, 'notice', number);
  return {
    id,
    type: 'NoticeSent',
    occurredAt: toTimestamp(START + number),
    correlationId: id,
    causationId: id,
    data: { causeId: id, causeType: 'ScaleDecided', channel: '#ops', text, message: null, alsoTells: [], lateSeconds: 0 },
  };
}

/** `count` notices with the numbers from `first` on. */
export function notices(first: number, count: number): readonly NewEvent<'NoticeSent'>[] {
  return Array.from({ length: count }, (_, index) => notice(first + index));
}
