import type { Foreseen, KnownDemand } from '@smartscale/decision-engine/core';
import { foreseenIn } from '@smartscale/decision-engine/core';
import {
  type AdoptedPolicy,
  type EventStore,
  type EventTypeOf,
  type RecordedEvent,
  type ShadowPolicy,
  streamName,
} from '@smartscale/events';
import { emptyFleet, evolveFleet, type FleetState } from '@smartscale/projections/fleet';
import { openCursor } from './cursor.ts';
import { openDemand } from './demand.ts';

type Decision = RecordedEvent<'ScaleDecided' | 'ShadowDecided'>;

/** What a recorded decision rested on, read again. */
export type Basis = {
  readonly sample: RecordedEvent<'MetricsSampled' | 'MetricsMissed'>;
  readonly fleet: FleetState;
  /** The policy that decided; null for none. */
  readonly policy: AdoptedPolicy | null;
  readonly forecast: Foreseen | null;
  readonly demand: KnownDemand | null;
};

export type BasisReader = {
  /** To be shown every event of the scaling stream, in order: forecasts and what was learnt are among what decisions rest on. */
  pass(event: RecordedEvent): void;
  /** Undefined when something of it is no longer kept. */
  of(decision: Decision): Promise<Basis | undefined>;
};

/** Reads the basis of one decision after the other, each stream once. */
export function openBasis(store: EventStore, clusterId: string): BasisReader {
  const samples = openCursor(store, streamName('metrics', clusterId));
  const fleetEvents = openCursor(store, streamName('fleet', clusterId));
  const policyEvents = openCursor(store, streamName('policy', clusterId));
  const demand = openDemand(store, clusterId);
  const policies = new Map<number, AdoptedPolicy>();
  let fleet = emptyFleet;
  let forecast: Foreseen | null = null;

  return {
    pass(event) {
      if (event.type === 'ForecastMade') forecast = foreseenIn(event);
      if (event.type === 'DemandLearned') demand.learned(event);
    },
    async of({ data: { basis } }) {
      const sample = await samples.at(basis.samplePosition);
      await fleetEvents.upTo(basis.fleetPosition, (event) => {
        fleet = evolveFleet(fleet, event as RecordedEvent<EventTypeOf<'fleet'>>);
      });
      await policyEvents.upTo(basis.policyVersion, (event) => {
        const policy = policyIn(event);
        if (policy) policies.set(event.position, policy);
      });
      const policy = basis.policyVersion === 0 ? null : policies.get(basis.policyVersion);
      const known = basis.demand && (await demand.at(basis.demand, basis.samplePosition));
      const foreseen = basis.forecast && (forecast?.forecastId === basis.forecast.forecastId ? forecast : undefined);
      if (!sample || policy === undefined || known === undefined || foreseen === undefined) return undefined;
      return { sample: sample as Basis['sample'], fleet, policy, forecast: foreseen, demand: known };
    },
  };
}

/** The policy that an event put to work, with the name of a shadow. */
export function policyIn(event: RecordedEvent): AdoptedPolicy | ShadowPolicy | null {
  if (event.type === 'PolicyAdopted') return { policy: event.data.policy, version: event.position };
  if (event.type !== 'ShadowPolicySet' || event.data.policy === null) return null;
  return { policy: event.data.policy, version: event.position, name: event.data.name };
}
