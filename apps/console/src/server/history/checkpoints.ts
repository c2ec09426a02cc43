import type { EventType, RecordedEvent } from '@smartscale/events';
import { lastAtOrBefore } from './columns.ts';

/** Events between two kept states: what a question about the past folds at most. */
const EVERY_EVENTS = 64;

type Evolve<State, Type extends EventType> = (state: State, event: RecordedEvent<Type>) => State;

/** A fold whose state at any moment is at hand: states are kept along the way, and the rest is folded when it is asked for. */
export type Checkpoints<State, Type extends EventType> = {
  add(event: RecordedEvent<Type>, at: number): void;
  /** The state at a moment, and how many events it has. */
  at(moment: number): { readonly state: State; readonly events: number };
};

export function createCheckpoints<State, Type extends EventType>(fold: {
  readonly initialState: () => State;
  readonly evolve: Evolve<State, Type>;
}): Checkpoints<State, Type> {
  const events: RecordedEvent<Type>[] = [];
  const times: number[] = [];
  const kept: State[] = [fold.initialState()];
  let newest = fold.initialState();
  return {
    add(event, at) {
      newest = fold.evolve(newest, event);
      events.push(event);
      times.push(at);
      if (events.length % EVERY_EVENTS === 0) kept.push(newest);
    },
    at(moment) {
      const count = lastAtOrBefore(times, moment) + 1;
      if (count === events.length) return { state: newest, events: count };
      const checkpoint = Math.floor(count / EVERY_EVENTS);
      let state = kept[checkpoint] ?? fold.initialState();
      for (const event of events.slice(checkpoint * EVERY_EVENTS, count)) state = fold.evolve(state, event);
      return { state, events: count };
    },
  };
}
