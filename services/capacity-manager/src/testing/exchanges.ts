import { type DomainEvent, type Policy, toTimestamp } from '@smartscale/events';
import { fleet } from '@smartscale/projections';
import { type FleetCommand, type FleetEventType, fleetDecider } from '../decider.ts';

type Events = readonly DomainEvent<FleetEventType>[];

/** A fleet that is repaired in an obliging world: whatever is launched joins, and whatever is to go gets empty. */
export function createRepairedFleet(initial: fleet.FleetState, { policy, start }: { policy: Policy; start: number }) {
  let state = initial;
  let now = start;
  let samples = 0;
  /** After each append. */
  const history: fleet.FleetState[] = [initial];

  function apply(command: FleetCommand): Events {
    const events = fleetDecider.decide(command, state);
    const occurredAt = toTimestamp(now);
    state = events.reduce((folded, event) => fleet.evolveFleet(folded, { ...event, occurredAt }), state);
    history.push(state);
    return events;
  }

  const record = (...facts: Extract<FleetCommand, { kind: 'record-facts' }>['facts']) =>
    apply({ kind: 'record-facts', facts, policy, now });

  function begin(): Events {
    samples += 1;
    const candidates = Object.values(state.workers).map(({ instanceId }) => ({ instanceId, pods: 1, doNotDisrupt: false }));
    return apply({ kind: 'repair-mix', sampleId: `sample-${samples}`, policy, now, drainSeconds: 300, candidates });
  }

  function launch(): void {
    for (const { pending } of state.operations) {
      for (const { launchId, zone, capacityType, replaces } of pending) {
        const instanceId = `i-${launchId}`;
        const facts = { launchId, instanceId, nodeName: instanceId, cause: 'repair' as const, zone, capacityType, replaces };
        const price = { instanceType: 't3.medium', pricePerHourUsd: 0.05 };
        const times = { launchedAt: toTimestamp(now), joinBy: toTimestamp(now + 300_000) };
        record({ type: 'NodeLaunched', data: { ...facts, ...price, ...times } });
      }
    }
  }

  function join(): void {
    for (const { instanceId, status } of Object.values(state.workers)) {
      if (status !== 'launched') continue;
      record({ type: 'NodeJoined', data: { instanceId, nodeName: instanceId, afterSeconds: 60 } });
    }
  }

  function empty(): void {
    for (const { instanceId, status } of Object.values(state.workers)) {
      if (status !== 'draining') continue;
      record(
        { type: 'NodeDrained', data: { instanceId, evictedPods: 1, forcedPods: 0, seconds: 5 } },
        { type: 'NodeTerminated', data: { instanceId, cause: 'repair', terminatedAt: toTimestamp(now), aliveSeconds: 9 } },
      );
    }
  }

  return {
    ...{ history, apply, record, begin, launch, join, empty },
    exchange: () =>
      state.operations.map(({ operationId }) => apply({ kind: 'begin-exchange', operationId, policy, now, drainSeconds: 300 })),
    advance: (seconds: number) => {
      now += seconds * 1_000;
    },
    get state() {
      return state;
    },
    get now() {
      return now;
    },
  };
}
