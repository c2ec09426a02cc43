import { type AdoptedPolicy, type EventStore, type EventTypeOf, type RecordedEvent, streamName } from '@smartscale/events';
import { emptyFleet, evolveFleet, type FleetState } from '@smartscale/projections/fleet';
import { openCursor } from './cursor.ts';

type Decision = RecordedEvent<'ScaleDecided'>;

/** What a recorded decision rested on, read again. */
export type Basis = {
  readonly sample: RecordedEvent<'MetricsSampled' | 'MetricsMissed'>;
  readonly fleet: FleetState;
  readonly adopted: AdoptedPolicy | null;
};

export type BasisReader = (decision: Decision) => Promise<Basis | undefined>;

/** Reads the basis of one decision after the other, each stream once. Undefined when the sample or policy is no longer kept. */
export function openBasis(store: EventStore, clusterId: string): BasisReader {
  const samples = openCursor(store, streamName('metrics', clusterId));
  const fleetEvents = openCursor(store, streamName('fleet', clusterId));
  const policies = openCursor(store, streamName('policy', clusterId));
  let fleet = emptyFleet;
  let adopted: AdoptedPolicy | null = null;

  return async ({ data: { basis } }) => {
    const sample = await samples.at(basis.samplePosition);
    await fleetEvents.upTo(basis.fleetPosition, (event) => {
      fleet = evolveFleet(fleet, event as RecordedEvent<EventTypeOf<'fleet'>>);
    });
    const adoption = (await policies.at(basis.policyVersion)) as RecordedEvent<'PolicyAdopted'> | undefined;
    if (adoption) adopted = { policy: adoption.data.policy, version: adoption.position };
    const wanted = basis.policyVersion === 0 ? null : adopted;
    if (!sample || (wanted?.version ?? 0) !== basis.policyVersion) return undefined;
    return { sample: sample as Basis['sample'], fleet, adopted: wanted };
  };
}
