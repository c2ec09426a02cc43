import type { EventTypeOf, Fold, RecordedEvent, ScalingMemory } from '@smartscale/events';

/** What is known before an evaluation: nothing but the memory that the last decision wrote down. */
export type ScalingState = { readonly memory: ScalingMemory };

export const initialScalingState: ScalingState = { memory: { samplePosition: 0, streaks: {}, changes: [] } };

/** The state is the memory of the last decision, whole: a replay may begin at any decision, given the one before it. */
export function evolveScaling(state: ScalingState, event: RecordedEvent<EventTypeOf<'scaling'>>): ScalingState {
  switch (event.type) {
    case 'ScaleDecided':
      return { memory: event.data.memory };
    case 'ShadowDecided':
    case 'ForecastMade':
    case 'ForecastScored':
      return state;
  }
}

export const scalingFold: Fold<ScalingState, EventTypeOf<'scaling'>> = {
  name: 'scaling',
  version: 1,
  snapshotEvery: 4,
  evolve: evolveScaling,
  initialState: () => initialScalingState,
};
