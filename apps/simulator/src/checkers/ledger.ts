import { type AdoptedPolicy, defaultPolicy, type EventTypeOf, type Policy, type RecordedEvent } from '@smartscale/events';
import { emptyFleet, evolveFleet, type FleetState } from '@smartscale/projections/fleet';

/** Fleet states and samples that are remembered: a decision never rests on older ones than the last few. */
const REMEMBERED = 400;
const RECENT_POLICY_MILLISECONDS = 15 * 60_000;

type Sample = RecordedEvent<'MetricsSampled' | 'MetricsMissed'>;

/** The events of a story as checkers need them, folded as they come. */
export type Ledger = {
  add(event: RecordedEvent): void;
  readonly events: readonly RecordedEvent[];
  fleet(): FleetState;
  fleetAt(position: number): FleetState | undefined;
  sampleAt(position: number): Sample | undefined;
  /** Also of a shadow policy. */
  policyOf(version: number): AdoptedPolicy | undefined;
  policy(): Policy;
  recentPolicies(now: number): readonly Policy[];
};

export function createLedger(): Ledger {
  const events: RecordedEvent[] = [];
  const fleets = new Map<number, FleetState>([[0, emptyFleet]]);
  const samples = new Map<number, Sample>();
  const shadows = new Map<number, AdoptedPolicy>();
  const policies: { readonly adopted: AdoptedPolicy; readonly at: number }[] = [];
  let fleet = emptyFleet;

  return {
    events,
    add(event) {
      events.push(event);
      if (event.type === 'MetricsSampled' || event.type === 'MetricsMissed') keep(samples, event.position, event);
      if (event.type === 'PolicyAdopted') {
        policies.push({ adopted: { policy: event.data.policy, version: event.position }, at: Date.parse(event.recordedAt) });
      }
      if (event.type === 'ShadowPolicySet' && event.data.policy) {
        shadows.set(event.position, { policy: event.data.policy, version: event.position });
      }
      if (!event.stream.startsWith('fleet-')) return;
      fleet = evolveFleet(fleet, event as RecordedEvent<EventTypeOf<'fleet'>>);
      keep(fleets, event.position, fleet);
    },
    fleet: () => fleet,
    fleetAt: (position) => fleets.get(position),
    sampleAt: (position) => samples.get(position),
    policyOf: (version) => policies.find(({ adopted }) => adopted.version === version)?.adopted ?? shadows.get(version),
    policy: () => policies.at(-1)?.adopted.policy ?? defaultPolicy(),
    recentPolicies(now) {
      const inForce = policies.filter(
        (_, index) => (policies[index + 1]?.at ?? Number.POSITIVE_INFINITY) >= now - RECENT_POLICY_MILLISECONDS,
      );
      return inForce.map(({ adopted }) => adopted.policy);
    },
  };
}

function keep<Value>(kept: Map<number, Value>, key: number, value: Value): void {
  kept.set(key, value);
  if (kept.size > REMEMBERED) kept.delete(kept.keys().next().value as number);
}
