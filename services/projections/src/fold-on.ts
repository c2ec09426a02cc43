import type { RecordedEvent } from '@smartscale/events';
import type { Projection } from '@smartscale/projections';
import type { Build } from '@smartscale/views';

/** A build that no event was folded into yet. */
export function fromZero({ version, initialState }: Projection): Build {
  return { version, position: 0, eventId: null, state: JSON.stringify(initialState()) };
}

/** Folds events in that follow the build's position. However they are cut into pieces, the bytes of the state are the same. */
export function foldOn({ version, evolve }: Projection, build: Build, events: readonly RecordedEvent[]): Build {
  const last = events.at(-1);
  if (last === undefined) return build;
  const state = events.reduce(evolve, JSON.parse(build.state) as unknown);
  return { version, position: last.position, eventId: last.id, state: JSON.stringify(state) };
}
