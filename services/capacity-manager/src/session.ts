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

/** One invocation at work: the dependencies, the policy in force, and the only way to the fleet's stream. */
export type Session = Dependencies & {
  readonly policy: Policy;
  readonly correlationId: string;
  /** Decides and appends. Calls of one session wait for each other, so that parallel work does not race against itself. */
  apply(command: (loaded: Loaded<fleet.FleetState>) => FleetCommand | Promise<FleetCommand>): Promise<FleetHandled>;
  /** Appends what of these is news, and gives the state after it. */
  record(facts: readonly Fact[]): Promise<fleet.FleetState>;
};

const POLICY_OF_NO_FILE = defaultPolicy();

export async function openSession(dependencies: Dependencies, cause: RecordedEvent, telemetry: Telemetry): Promise<Session> {
  const { store, clusterId, clock } = dependencies;
  const adopted = await readCurrentPolicy(store, clusterId);
  const stream = streamName('fleet', clusterId);
  const { id: causationId, correlationId } = cause;
  let queue: Promise<unknown> = Promise.resolve();

  async function decideAndAppend(command: Parameters<Session['apply']>[0]): Promise<FleetHandled> {
    const metadata = { occurredAt: toTimestamp(clock.now()), causationId, correlationId };
    const handled = await handleCommand({ store, stream, decider: fleetDecider, fold: fleet.fleetFold, command, metadata });
    for (const { type } of handled.events) telemetry.count(type);
    return handled;
  }

  function apply(command: Parameters<Session['apply']>[0]): Promise<FleetHandled> {
    const handled = queue.then(() => decideAndAppend(command));
    queue = handled.catch(() => undefined);
    return handled;
  }

  return {
    ...dependencies,
    telemetry,
    policy: adopted?.policy ?? POLICY_OF_NO_FILE,
    correlationId,
    apply,
    record: async (facts) => (await apply(() => ({ kind: 'record-facts', facts, now: clock.now() }))).state,
  };
}
