import { onTestFinished } from 'vitest';
import { definitionOf } from '../../catalogue/index.ts';
import type { ChangeFeed, EventStore } from '../../event-store.ts';
import type { Definitions } from '../../read-event.ts';
import { START } from './notices.ts';

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

export type OpenedStore = StoreUnderTest & { readonly clock: { time: number } };

/** A fresh store for one test, closed after it. */
export async function openFor(makeStore: MakeStore, definitions: Definitions = definitionOf): Promise<OpenedStore> {
  const clock = { time: START };
  const made = await makeStore({ now: () => clock.time, definitions });
  onTestFinished(async () => made.close?.());
  return { ...made, clock };
}
