import type { RecordedEvent } from '@smartscale/events';
import type { Ending, Invariant } from '../invariant.ts';

const FAILURES: ReadonlySet<string> = new Set(['LaunchFailed', 'NodeJoinTimedOut', 'NodeDrainFailed', 'NodeLost']);

/** A storm is over ten minutes after its first folded message; what was not told is told five minutes later. */
const LATE_MILLISECONDS = 20 * 60_000;

/**
 * One record of telling for each failure, by itself or in another message, and none twice. One that is given up is recorded as such; one
 * of the last minutes may be on its way; a notice that the runtime had to give up is its dead letter's to tell.
 */
export const everyFailureToldOnce: Invariant = {
  name: 'every-failure-told-once',
  promise: 'People are told of every failure, and of each one once.',
  watch({ report }) {
    return {
      end({ events, deadLetters }) {
        const told = countTold(events);
        const pending = pendingOf(events);
        const deadLettered = deadLetteredCauses(deadLetters);
        for (const event of events) {
          const count = told.get(event.id) ?? 0;
          if (count > 1) report(`people were told ${count} times of ${event.type} ${event.id}`);
          if (count > 0 || !isFailure(event) || deadLettered.has(event.id) || pending.has(event.id)) continue;
          report(`nobody was told of ${event.type} ${event.id}`);
        }
      },
    };
  },
};

function countTold(events: Ending['events']): ReadonlyMap<string, number> {
  const told = new Map<string, number>();
  for (const { type, data } of events) {
    if (type !== 'NoticeSent') continue;
    for (const id of [data.causeId, ...data.alsoTells]) told.set(id, (told.get(id) ?? 0) + 1);
  }
  return told;
}

/** Given up, waiting for a channel that did not take it, or planned too lately to be told for sure. */
function pendingOf(events: Ending['events']): ReadonlySet<string> {
  const endAt = Date.parse(events.at(-1)?.recordedAt ?? '');
  const causes = events.flatMap(({ type, data, recordedAt }) => {
    if (type === 'NoticeFailed') return [data.causeId];
    return type === 'NoticePlanned' && endAt - Date.parse(recordedAt) < LATE_MILLISECONDS ? [data.causeId] : [];
  });
  return new Set(causes);
}

function isFailure(event: RecordedEvent): boolean {
  return FAILURES.has(event.type) || (event.type === 'MetricsMissed' && event.data.consecutive === 3);
}

function deadLetteredCauses(letters: Ending['deadLetters']): ReadonlySet<string> {
  return new Set(
    letters
      .filter(({ service }) => service === 'notifier')
      .map(({ event }) => (event as { readonly detail?: { readonly id?: string } }).detail?.id ?? ''),
  );
}
