import type { EventTypeOf, Fold, RecordedEvent, ScalingMemory } from '@smartscale/events';

/** What is known before an evaluation: the memory that the last decision wrote down, and what that decision itself changed. */
export type ScalingState = { readonly memory: ScalingMemory };

export const initialScalingState: ScalingState = { memory: { samplePosition: 0, streaks: {}, changes: [] } };

/**
 * The state comes whole from the last decision: a replay may begin at any decision, given the one before it. A decision cannot
 * write its own position into its memory, since it has none before it is stored; so its change is added here, from the envelope.
 */
export function evolveScaling(state: ScalingState, event: RecordedEvent<EventTypeOf<'scaling'>>): ScalingState {
  switch (event.type) {
    case 'ScaleDecided':
      return { memory: memoryAfter(event) };
    case 'ShadowDecided':
    case 'ForecastMade':
    case 'ForecastScored':
      return state;
  }
}

function memoryAfter({ data, position }: RecordedEvent<'ScaleDecided'>): ScalingMemory {
  const { action, basis, memory } = data;
  if (action === 'hold') return memory;
  return { ...memory, changes: [...memory.changes, { decisionPosition: position, at: basis.now, action }] };
}

export const scalingFold: Fold<ScalingState, EventTypeOf<'scaling'>> = {
  name: 'scaling',
  version: 1,
  snapshotEvery: 4,
  evolve: evolveScaling,
  initialState: () => initialScalingState,
};
