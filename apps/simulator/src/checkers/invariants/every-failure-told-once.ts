import type { RecordedEvent } from '@smartscale/events';
import type { Ending, Invariant } from '../invariant.ts';

const FAILURES: ReadonlySet<string> = new Set(['LaunchFailed', 'NodeJoinTimedOut', 'NodeDrainFailed', 'NodeLost']);

/** In a storm the first few are told one by one, and then that more are to come. */
const TOLD_OF_A_STORM = 4;
const STORM_MILLISECONDS = 15 * 60_000;

/**
 * One record of telling for each failure, and none twice. One of a storm may go under when four of its kind were told around it; a
 * notice that the runtime had to give up is its dead letter's to tell.
 */
export const everyFailureToldOnce: Invariant = {
  name: 'every-failure-told-once',
  promise: 'People are told of every failure, and of each one once.',
  watch({ report }) {
    return {
      end({ events, deadLetters }) {
        const told = countTold(events);
        const givenUp = givenUpNotices(deadLetters);
        for (const event of events) {
          const count = told.get(event.id) ?? 0;
          const mayBeUntold = () => !isFailure(event) || givenUp.has(event.id) || isOfStorm(event, events);
          if (count > 1) report(`people were told ${count} times of ${event.type} ${event.id}`);
          if (count === 0 && !mayBeUntold()) report(`nobody was told of ${event.type} ${event.id}`);
        }
      },
    };
  },
};

function countTold(events: Ending['events']): ReadonlyMap<string, number> {
  const told = new Map<string, number>();
  for (const { type, data } of events) {
    if (type === 'NoticeSent' || type === 'NoticeFailed') told.set(data.causeId, (told.get(data.causeId) ?? 0) + 1);
  }
  return told;
}

function isFailure(event: RecordedEvent): boolean {
  return FAILURES.has(event.type) || (event.type === 'MetricsMissed' && event.data.consecutive === 3);
}

function isOfStorm(event: RecordedEvent, events: Ending['events']): boolean {
  const isNear = (other: RecordedEvent) =>
    Math.abs(Date.parse(other.recordedAt) - Date.parse(event.recordedAt)) < STORM_MILLISECONDS;
  const told = events.filter(
    (other) =>
      (other.type === 'NoticeSent' || other.type === 'NoticeFailed') && other.data.causeType === event.type && isNear(other),
  );
  return told.length >= TOLD_OF_A_STORM;
}

function givenUpNotices(letters: Ending['deadLetters']): ReadonlySet<string> {
  return new Set(
    letters
      .filter(({ service }) => service === 'notifier')
      .map(({ event }) => (event as { readonly detail?: { readonly id?: string } }).detail?.id ?? ''),
  );
}
