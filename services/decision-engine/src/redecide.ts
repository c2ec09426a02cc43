import type { AdoptedPolicy, RecordedEvent } from '@smartscale/events';
import type { FleetState } from '@smartscale/projections/fleet';
import type { Forecast } from './command.ts';
import { type Decision, evaluate } from './decide.ts';
import { evolveScaling, initialScalingState } from './evolve.ts';

/** What a recorded decision rested on, read again at the positions that its `basis` names. */
export type RecordedBasis = {
  /** The decision before it; null for the first one of a cluster. */
  readonly previous: RecordedEvent<'ScaleDecided'> | null;
  readonly sample: RecordedEvent<'MetricsSampled' | 'MetricsMissed'>;
  /** The fleet stream folded up to and including `basis.fleetPosition`. */
  readonly fleet: FleetState;
  /** The policy of `basis.policyVersion`, null for 0; or another one, to ask what it would have done. */
  readonly adopted: AdoptedPolicy | null;
  readonly forecast: Forecast | null;
};

/**
 * Takes a recorded decision once more. `JSON.stringify` of the answer equals that of the recorded data when code and basis are
 * the same; null when no decision would be taken now, because the sample is not newer than the one before.
 */
export function redecide(recorded: RecordedEvent<'ScaleDecided'>, basis: RecordedBasis): Decision | null {
  const { previous, sample, fleet, adopted, forecast } = basis;
  const state = previous === null ? initialScalingState : evolveScaling(initialScalingState, previous);
  const { now, fleetPosition } = recorded.data.basis;
  const again = evaluate({ type: 'Evaluate', now, sample, fleet, fleetPosition, adopted, forecast }, state);
  return again[0]?.data ?? null;
}
