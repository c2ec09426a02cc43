import type { Decider, EventTypeOf } from '@smartscale/events';
import type { Evaluate } from './command.ts';
import { evaluate } from './decide.ts';
import { evolveScaling, initialScalingState, type ScalingState } from './evolve.ts';

export type { Evaluate, KnownDemand } from './command.ts';
export { type Decided, type Decision, evaluate } from './decide.ts';
export { modelOf } from './demand/learned.ts';
export { nothingLearnt, takeIn } from './demand/take-in.ts';
export { initialScalingState, type ScalingState, scalingFold } from './evolve.ts';
export { type ForecasterSums, recentSums } from './forecast/day-sums.ts';
export { makeForecast } from './forecast/decide.ts';
export { type ForecastsState, forecastsFold } from './forecast/evolve.ts';
export { type Foreseen, foreseenIn } from './forecast/foreseen.ts';
export { leadSecondsOf, workersAtThreshold } from './forecast/pre-scale.ts';
export { nearestFlip } from './nearest-flip.ts';
export { type RecordedBasis, type RecordedShadowBasis, redecide, redecideInShadow } from './redecide.ts';

/** The whole behaviour of a scaling stream. */
export const scalingDecider: Decider<ScalingState, Evaluate, EventTypeOf<'scaling'>> = {
  decide: evaluate,
  evolve: evolveScaling,
  initialState: () => initialScalingState,
};
