import {
  defaultPolicy,
  type EventStore,
  type Handled,
  handleCommand,
  type Loaded,
  type Policy,
  type RecordedEvent,
  readCurrentPolicy,
  streamName,
  toTimestamp,
} from '@smartscale/events';
import type { KubernetesPort } from '@smartscale/kubernetes';
import type { Clock, Telemetry } from '@smartscale/lambda';
import { fleet } from '@smartscale/projections';
import { type Fact, type FleetCommand, fleetDecider } from './decider.ts';
import type { ComputePort, PricePort } from './ports.ts';

/** What the service needs from outside. */
export type Dependencies = {
  readonly store: EventStore;
  readonly clusterId: string;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly compute: ComputePort;
  readonly prices: PricePort;
  readonly kubernetes: KubernetesPort;
};

type FleetHandled = Handled<fleet.FleetState>;

/** `isExpected`: no failure among the events is a trouble that people must be told of. */
type Judged = { readonly isExpected: boolean };

/** One invocation at work: the dependencies, the policy in force, and the only way to the fleet's stream. */
export type Session = Dependencies & {
  readonly policy: Policy;
  readonly correlationId: string;
  /** Decides and appends. Calls of one session wait for each other, so that parallel work does not race against itself. */
  apply(
    command: (loaded: Loaded<fleet.FleetState>) => FleetCommand | Promise<FleetCommand>,
    judged?: Judged,
  ): Promise<FleetHandled>;
  /** Appends what of these is news, and gives the state after it. */
  record(facts: readonly Fact[], judged?: Judged): Promise<fleet.FleetState>;
};

export async function openSession(dependencies: Dependencies, cause: RecordedEvent, telemetry: Telemetry): Promise<Session> {
  const { store, clusterId, clock } = dependencies;
  const adopted = await readCurrentPolicy(store, clusterId);
  const stream = streamName('fleet', clusterId);
  const { id: causationId, correlationId } = cause;
  const policy = adopted?.policy ?? defaultPolicy();
  let queue: Promise<unknown> = Promise.resolve();

  async function decideAndAppend(...[command, judged]: Parameters<Session['apply']>): Promise<FleetHandled> {
    const metadata = { occurredAt: toTimestamp(clock.now()), causationId, correlationId };
    const handled = await handleCommand({ store, stream, decider: fleetDecider, fold: fleet.fleetFold, command, metadata });
    if (!judged?.isExpected) countTroubles(handled.events, telemetry);
    return handled;
  }

  function apply(...given: Parameters<Session['apply']>): Promise<FleetHandled> {
    const handled = queue.then(() => decideAndAppend(...given));
    queue = handled.catch(() => undefined);
    return handled;
  }

  return {
    ...dependencies,
    telemetry,
    policy,
    correlationId,
    apply,
    record: async (facts, judged) =>
      (await apply(() => ({ kind: 'record-facts', facts, policy, now: clock.now() }), judged)).state,
  };
}

/** What alarms watch. Whatever else happens to the fleet is counted in its stream: a metric of its own costs by the hour in which it is sent. */
function countTroubles(events: FleetHandled['events'], telemetry: Telemetry): void {
  for (const { type } of events) {
    if (type === 'LaunchFailed') telemetry.count('LaunchFailed');
    if (type === 'NodeJoinTimedOut') telemetry.count('NodeJoinTimedOut');
  }
}
