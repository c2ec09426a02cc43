import type { DomainEvent, EventType } from './catalogue/index.ts';
import type { RecordedEvent } from './envelope.ts';

/**
 * The whole of a stream's behaviour, without time, chance or the outside: these come in with the command.
 * `decide` returns what happened because of the command, or nothing. `evolve` may look at the envelope but not decide.
 */
export type Decider<State, Command, Type extends EventType = EventType> = {
  readonly decide: (command: Command, state: State) => readonly DomainEvent<Type>[];
  readonly evolve: (state: State, event: RecordedEvent<Type>) => State;
  readonly initialState: () => State;
};
