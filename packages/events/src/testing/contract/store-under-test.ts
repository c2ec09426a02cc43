import { onTestFinished } from 'vitest';
import { definitionOf } from '../../catalogue/index.ts';
import type { NewEvent } from '../../envelope.ts';
import { deriveEventId } from '../../event-id.ts';
import type { ChangeFeed, EventStore } from '../../event-store.ts';
import type { Definitions } from '../../read-event.ts';
import { toTimestamp } from '../../timestamp.ts';

/** What the contract suite needs of a store. */
export type StoreUnderTest = {
  readonly store: EventStore & Partial<ChangeFeed>;
  /** The same storage as a program with another catalogue sees it. Only of a store that outlives its process. */
  readonly reopen?: (definitions: Definitions) => Promise<EventStore>;
  /** Edits the stored data of one event behind the store's back, so that it is no valid event any more. */
  readonly damage?: (stream: string, position: number) => Promise<void>;
  readonly close?: () => void | Promise<void>;
};

/** Makes an empty store. `now` is a clock that the suite sets. */
export type MakeStore = (options: {
  readonly now: () => number;
  readonly definitions: Definitions;
}) => StoreUnderTest | Promise<StoreUnderTest>;

/** When every test of the suite begins. */
export const START = Date.parse('2026-11-24T08:00:00.000Z');

export type OpenedStore = StoreUnderTest & { readonly clock: { time: number } };

/** A fresh store for one test, closed after it. */
export async function openFor(makeStore: MakeStore, definitions: Definitions = definitionOf): Promise<OpenedStore> {
  const clock = { time: START };
  const made = await makeStore({ now: () => clock.time, definitions });
  onTestFinished(async () => made.close?.());
  return { ...made, clock };
}

/** A small event for a `notices` stream; the same `number` gives the same id. */
export function notice(number: number, text = `notice ${number}`): NewEvent<'NoticeSent'> {
  const id = deriveEventId(START, 'notice', number);
  return {
    id,
    type: 'NoticeSent',
    occurredAt: toTimestamp(START + number),
    correlationId: id,
    causationId: id,
    data: { causeId: id, causeType: 'ScaleDecided', channel: '#ops', text },
  };
}

/** `count` notices with the numbers from `first` on. */
export function notices(first: number, count: number): readonly NewEvent<'NoticeSent'>[] {
  return Array.from({ length: count }, (_, index) => notice(first + index));
}
