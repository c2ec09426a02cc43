import type { Decider, EventTypeOf } from '@smartscale/events';
import type { Evaluate } from './command.ts';
import { evaluate } from './decide.ts';
import { evolveScaling, initialScalingState, type ScalingState } from './evolve.ts';

export type { Evaluate, Forecast } from './command.ts';
export { type Decision, evaluate } from './decide.ts';
export { initialScalingState, type ScalingState, scalingFold } from './evolve.ts';
export { nearestFlip } from './nearest-flip.ts';
export { type RecordedBasis, redecide } from './redecide.ts';

/** The whole behaviour of a scaling stream. */
export const scalingDecider: Decider<ScalingState, Evaluate, EventTypeOf<'scaling'>> = {
  decide: evaluate,
  evolve: evolveScaling,
  initialState: () => initialScalingState,
};
