import type { AdoptedPolicy, EventData, RecordedEvent, ShadowPolicy } from '@smartscale/events';
import type { FleetState } from '@smartscale/projections/fleet';
import type { KnownDemand } from './command.ts';
import { type Decision, decideInForce, decideInShadow } from './decide.ts';
import { evolveScaling, initialScalingState } from './evolve.ts';
import type { Foreseen } from './forecast/foreseen.ts';

/** What a recorded decision rested on, read again at the positions that its `basis` names. */
export type RecordedBasis = {
  /** The decision before it; null for the first one of a cluster. */
  readonly previous: RecordedEvent<'ScaleDecided'> | null;
  readonly sample: RecordedEvent<'MetricsSampled' | 'MetricsMissed'>;
  /** The fleet stream folded up to and including `basis.fleetPosition`. */
  readonly fleet: FleetState;
  /** The policy of `basis.policyVersion`, null for 0; or another one, to ask what it would have done. */
  readonly adopted: AdoptedPolicy | null;
  /** The ForecastMade that `basis.forecast` names, by `foreseenIn`. */
  readonly forecast: Foreseen | null;
  /** The demand model of `basis.demand`, by `takeIn`; null when that is null. */
  readonly demand: KnownDemand | null;
};

/** The same for a decision of a shadow policy. */
export type RecordedShadowBasis = Omit<RecordedBasis, 'adopted'> & {
  /** What the shadow decided before it; null for its first one. Of another policy it counts for nothing. */
  readonly previousShadow: RecordedEvent<'ShadowDecided'> | null;
  /** The policy of `basis.policyVersion`, which is a ShadowPolicySet. */
  readonly shadow: ShadowPolicy;
};

/**
 * Takes a recorded decision once more. `JSON.stringify` of the answer equals that of the recorded data when code and basis are
 * the same; null when no decision would be taken now, because the sample is not newer than the one before.
 */
export function redecide(recorded: RecordedEvent<'ScaleDecided'>, basis: RecordedBasis): Decision | null {
  const { previous, ...command } = basis;
  const state = previous === null ? initialScalingState : evolveScaling(initialScalingState, previous);
  if (command.sample.position <= state.memory.samplePosition) return null;
  const { now, fleetPosition } = recorded.data.basis;
  return decideInForce({ type: 'Evaluate', now, fleetPosition, ...command, shadow: null }, state);
}

/** As `redecide`, of what a shadow policy decided beside the decision after `previous`. */
export function redecideInShadow(
  recorded: RecordedEvent<'ShadowDecided'>,
  basis: RecordedShadowBasis,
): EventData<'ShadowDecided'> | null {
  const { previous, previousShadow, ...command } = basis;
  const before = [previous, previousShadow].filter((event) => event !== null);
  const state = before.reduce(evolveScaling, initialScalingState);
  if (command.sample.position <= state.memory.samplePosition) return null;
  const { now, fleetPosition } = recorded.data.basis;
  return decideInShadow({ type: 'Evaluate', now, fleetPosition, ...command, adopted: null }, state, command.shadow);
}
