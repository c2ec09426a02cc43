import type { Policy } from '@smartscale/events';
import { silent } from '@smartscale/lambda';
import type { MessengerPort } from '@smartscale/notifier/handler';
import { createRuntime, createVirtualClock, type Runtime, type VirtualClock } from '@smartscale/runtime';
import { createMemoryViewStore } from '@smartscale/views/memory';
import { type Drills, prepareDrills } from '../drills/drills.ts';
import { recallRecent } from '../recall/recalling-store.ts';
import { randomOf } from '../world/random.ts';
import { createWorld, lifeOf, type World } from '../world/world.ts';
import { type FaultName, USUAL_FAULTS } from './faults.ts';
import { readHistory } from './history.ts';
import { showEvents } from './observed-store.ts';
import type { SimulationOptions, SimulationStore, SimulationViews } from './options.ts';
import { createRelayCheckpoint } from './relay-checkpoint.ts';
import { reviveFleet } from './revive.ts';
import { portsOfWorld, SERVICES_DIRECTORY } from './services.ts';
import { settlePolicy } from './simulated-policy.ts';
import { openTemporaryStore } from './temporary-store.ts';
import { createTally, type Tally } from './view.ts';

const MINUTE = 60_000;

/** EventBridge takes about half a second from one end to the other. */
const BUS_LATENCY_MILLISECONDS = 400;

/** Everything that a simulation is made of, before time begins to pass. */
export type Parts = {
  readonly clusterId: string;
  readonly seed: string | number;
  readonly policy: Policy;
  readonly clock: VirtualClock;
  readonly world: World;
  readonly runtime: Runtime;
  readonly tally: Tally;
  readonly drills: Drills;
  /** Epoch milliseconds of the demand's minute 0. */
  readonly startAt: number;
  /** The store had a history, which is continued. */
  readonly continues: boolean;
  /** Writes down what is kept back for speed. */
  save(): Promise<void>;
  close(): void;
};

/** Throws PolicyNotSimulatedError, or what opening the store throws; the store is then closed. */
export async function assemble(options: SimulationOptions): Promise<Parts> {
  let now = () => 0;
  const store = (options.openStore ?? openTemporaryStore)(() => now());
  try {
    return await assembleOn(store, options, (clock) => {
      now = clock.now;
    });
  } catch (error) {
    store.close?.();
    throw error;
  }
}

async function assembleOn(
  opened: SimulationStore,
  options: SimulationOptions,
  onClock: (clock: VirtualClock) => void,
): Promise<Parts> {
  const { demand, clusterId = 'local', seed = 1, faults = USUAL_FAULTS, shared = false, telemetry = silent } = options;
  const history = await readHistory(opened, clusterId);
  const startAt = history?.startAt ?? wholeMinute(options.startAt ?? demand.startAt);
  const clock = createVirtualClock({ startAt: history?.resumeAt ?? startAt });
  onClock(clock);

  const recalled = shared || history ? null : recallRecent(opened);
  const tally = createTally();
  const store = showEvents(recalled ?? opened, tally.add);
  const policy = await settlePolicy(store, clusterId, { wanted: options.policy, now: clock.now() });

  const ground = prepareDrills({ seed, clock });
  const world = createWorld({
    ...{ seed, clock, demand, policy, startAt, faults, outageAt: ground.outageAt },
    publish: (notice) => void runtime.bus.injectAwsEvent(notice),
  });
  if (history) await reviveFleet(history.fleet, { world, seed, now: clock.now(), life: lifeOf(faults) });
  const checkpoint = createRelayCheckpoint(opened);
  const messenger = options.messenger ? outOfTime(options.messenger, clock) : NOBODY;
  const views: SimulationViews = (options.openViews ?? createMemoryViewStore)();
  const runtime = createRuntime({
    ...{ servicesDirectory: SERVICES_DIRECTORY, clusterId, store, clock, telemetry, checkpoint },
    handlers(ports) {
      const ofWorld = { ...portsOfWorld(world, clock), compute: ground.compute(world) };
      return ground.handlers({ ...ports, ...ofWorld, clusterId, messenger, views });
    },
    delivery: deliveryOf(seed, faults),
    ...(shared && { pollMilliseconds: MINUTE }),
  });

  return {
    ...{
      clusterId,
      seed,
      policy,
      clock,
      world,
      runtime,
      tally,
      startAt,
      drills: ground.drillsOf(world),
      continues: history !== null,
    },
    async save() {
      await recalled?.flush();
      await checkpoint.flush();
    },
    close() {
      opened.close?.();
      views.close?.();
    },
  };
}

function wholeMinute(epochMilliseconds: number): number {
  return Math.floor(epochMilliseconds / MINUTE) * MINUTE;
}

function deliveryOf(seed: string | number, faults: readonly FaultName[]) {
  return {
    seed: Math.floor(randomOf(seed, 'bus') * 2 ** 32),
    latencyMilliseconds: BUS_LATENCY_MILLISECONDS,
    duplicatePercent: faults.includes('duplicates') ? 10 : 0,
    reorderPercent: faults.includes('reorder') ? 20 : 0,
  };
}

/** A file or a channel answers in its own time: the simulated one stands still meanwhile. */
function outOfTime(messenger: MessengerPort, clock: VirtualClock): MessengerPort {
  return {
    ...messenger,
    send(notice, manner) {
      const sent = messenger.send(notice, manner);
      clock.hold(sent);
      return sent;
    },
  };
}

const NOBODY: MessengerPort = { channel: 'simulation', send: async () => ({ kind: 'sent' }) };
