import type { EventTypeOf, Fold, RecordedEvent, ScalingMemory } from '@smartscale/events';
import type { KnownDemand } from './command.ts';
import type { Lineage } from './demand/lineage.ts';
import { type Foreseen, foreseenIn } from './forecast/foreseen.ts';

/** What the shadow policy last decided, and what it has to remember; the changes in `memory` are the real fleet's. */
export type ShadowState = {
  /** Of the policy that decided so: another one begins anew. */
  readonly policyVersion: number;
  readonly memory: ScalingMemory;
  readonly to: number;
};

/** What is known before an evaluation: the memory that the last decision wrote down, and what that decision itself changed. */
export type ScalingState = {
  readonly memory: ScalingMemory;
  /** Null: no policy decided beside the one in force yet. */
  readonly shadow: ShadowState | null;
  /** What the demand model is made of, where one was asked; for the shell, which reads it. */
  readonly demand: Lineage | null;
  /** The newest forecast; absent before the first one. */
  readonly forecast?: Foreseen;
};

export const initialScalingState: ScalingState = {
  memory: { samplePosition: 0, streaks: {}, changes: [], account: null },
  shadow: null,
  demand: null,
};

/**
 * The state comes whole from the last decision: a replay may begin at any decision, given the one before it. A decision cannot
 * write its own position into its memory, since it has none before it is stored; so its change is added here, from the envelope.
 */
export function evolveScaling(state: ScalingState, event: RecordedEvent<EventTypeOf<'scaling'>>): ScalingState {
  switch (event.type) {
    case 'ScaleDecided':
      return { ...state, memory: memoryAfter(event), demand: lineageAfter(state.demand, event.data.basis.demand) };
    case 'ForecastMade':
      return { ...state, forecast: foreseenIn(event) };
    case 'ShadowDecided':
      return {
        ...state,
        shadow: { policyVersion: event.data.basis.policyVersion, memory: event.data.memory, to: event.data.to },
        demand: lineageAfter(state.demand, event.data.basis.demand),
      };
    case 'DemandLearned': {
      const from = event.data.checkpoint + 1;
      return { ...state, demand: { learnedId: event.id, from, learnedPosition: event.position } };
    }
    case 'ForecastScored':
      return state;
  }
}

function memoryAfter({ data, position }: RecordedEvent<'ScaleDecided'>): ScalingMemory {
  const { action, basis, memory } = data;
  if (action === 'hold') return memory;
  return { ...memory, changes: [...memory.changes, { decisionPosition: position, at: basis.now, action }] };
}

/** A decision without a model changes nothing: the next one that asks for it goes on from the same. */
function lineageAfter(before: Lineage | null, basis: KnownDemand['basis'] | null): Lineage | null {
  if (basis === null) return before;
  const learnedPosition = before?.learnedId === basis.learnedId ? before.learnedPosition : null;
  return { ...basis, learnedPosition };
}

export const scalingFold: Fold<ScalingState, EventTypeOf<'scaling'>> = {
  name: 'scaling',
  version: 2,
  snapshotEvery: 4,
  evolve: evolveScaling,
  initialState: () => initialScalingState,
};
