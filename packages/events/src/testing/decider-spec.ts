import { AssertionError } from 'node:assert';
import { deepStrictEqual, match, partialDeepStrictEqual } from 'node:assert/strict';
import { type DomainEvent, definitionOf, type EventType } from '../catalogue/index.ts';
import type { Decider } from '../decider.ts';
import type { NewEvent, RecordedEvent } from '../envelope.ts';
import { deriveEventId } from '../event-id.ts';
import { checkAppend, envelop } from '../store-rules.ts';
import { type StreamName, streamName } from '../streams.ts';
import { toTimestamp } from '../timestamp.ts';

const START = Date.parse('2026-11-24T08:00:00.000Z');
const MINUTE_MILLISECONDS = 60_000;

/** An event that has already happened, at a time of its own. */
export type Happened<Event = DomainEvent> = Event & { readonly occurredAt: string };

/**
 * Minutes after the beginning of a spec (2026-11-24T08:00Z), as a timestamp; or, with an event, that event as having happened
 * then. An event that is given without a time happens at minute 0.
 */
export function at(minutes: number): string;
export function at<Event extends DomainEvent>(minutes: number, event: Event): Happened<Event>;
export function at<Event extends DomainEvent>(minutes: number, event?: Event): string | Happened<Event> {
  const occurredAt = toTimestamp(START + minutes * MINUTE_MILLISECONDS);
  return event === undefined ? occurredAt : { ...event, occurredAt };
}

export type Outcome<State, Type extends EventType> = {
  /** Exactly these events were decided. */
  then(...expected: readonly DomainEvent<Type>[]): void;
  /** These events were decided, each with at least this in it: some keys of an object, some elements of a list in their order. */
  thenLike(...expected: readonly { readonly type: Type; readonly data?: object }[]): void;
  thenNothing(): void;
  /** `decide` threw an error whose message matches. */
  thenThrows(message: RegExp): void;
  /** The state after what was decided has at least this in it. */
  thenState(expected: Partial<State>): void;
};

export type DeciderSpec<State, Command, Type extends EventType> = {
  given(...happened: readonly (DomainEvent<Type> | Happened<DomainEvent<Type>>)[]): {
    when(command: Command): Outcome<State, Type>;
  };
};

/**
 * Specs of a decider without time, mocks or waiting:
 *
 *     const { given } = specOf(decider);
 *     it('holds inside the cooldown', () => given(at(0, scaledUp)).when(evaluate(at(4))).thenLike(held('cooldown')));
 *
 * Given and decided events are checked against the catalogue: a spec cannot rest on an event that no store would take.
 */
export function specOf<State, Command, Type extends EventType>(
  decider: Decider<State, Command, Type>,
): DeciderSpec<State, Command, Type> {
  const fold = (state: State, events: readonly RecordedEvent[]) =>
    events.reduce((folded, event) => decider.evolve(folded, event as RecordedEvent<Type>), state);
  return {
    given(...happened) {
      const state = fold(decider.initialState(), record(happened as readonly DomainEvent[], 0));
      return {
        when(command) {
          const decide = () => decider.decide(command, state);
          const decided = () => record(decide() as readonly DomainEvent[], happened.length);
          return {
            // biome-ignore lint/suspicious/noThenProperty: given/when/then is the language of specs; the result is never awaited.
            then: (...expected) => deepStrictEqual(plain(decided()), expected),
            thenLike: (...expected) => {
              const events = plain(decided());
              deepStrictEqual(
                events.map(({ type }) => type),
                expected.map(({ type }) => type),
              );
              for (const [index, event] of expected.entries()) partialDeepStrictEqual(events[index], event);
            },
            thenNothing: () => deepStrictEqual(plain(decided()), []),
            thenThrows: (message) => match(messageOf(decide), message),
            thenState: (expected) => partialDeepStrictEqual(fold(state, decided()), expected),
          };
        },
      };
    },
  };
}

/** Gives events the envelope that a store would give them. Throws InvalidEventError when a store would refuse them. */
function record(events: readonly (DomainEvent | Happened)[], expectedVersion: number): readonly RecordedEvent[] {
  const [first] = events;
  if (first === undefined) return [];
  const offered = events.map((event, index) => toNewEvent(event, expectedVersion + index + 1));
  const offer = { stream: streamOf(first.type), events: offered, expectedVersion };
  return envelop(offer, checkAppend(offer), START).map((recorded) => ({ ...recorded, recordedAt: recorded.occurredAt }));
}

function toNewEvent(event: DomainEvent | Happened, position: number): NewEvent {
  const id = deriveEventId(START, 'spec', position);
  return { occurredAt: at(0), ...event, id, correlationId: id, causationId: id };
}

function streamOf(type: EventType): StreamName {
  const definition = definitionOf(type);
  if (!definition) throw new AssertionError({ message: `"${type}" is not in the catalogue` });
  return streamName(definition.category, 'spec');
}

function plain(events: readonly RecordedEvent[]): readonly DomainEvent[] {
  return events.map(({ type, data }) => ({ type, data }) as DomainEvent);
}

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return (error as Error).message;
  }
  throw new AssertionError({ message: 'expected an error, but none was thrown' });
}
