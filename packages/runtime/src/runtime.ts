import type { ChangeFeed, EventStore } from '@smartscale/events';
import type { SetAside, Telemetry } from '@smartscale/lambda';
import { type Archive, createArchive } from './bus/archive.ts';
import { createDeadLetterQueue, type DeadLetterQueue } from './bus/dead-letters.ts';
import { createDeliveryIds } from './bus/delivery-ids.ts';
import { createDisorder, type DeliveryOptions, type PlanDeliveries } from './bus/disorder.ts';
import { createEventBus, type EventBus } from './bus/event-bus.ts';
import { createRouter } from './bus/router.ts';
import type { RuntimeClock } from './clock/runtime-clock.ts';
import { createIdleWatch } from './idle-watch.ts';
import { createInvoker, type DeliveryHooks, type RetryOptions } from './invoke/invoker.ts';
import { observeAppends } from './outbox/observe-appends.ts';
import { type Checkpoint, createOutbox } from './outbox/outbox.ts';
import { runningFunctions, type ServiceHandlers } from './running-functions.ts';
import { createScheduler } from './schedule/scheduler.ts';
import { readWiring } from './serverless-yml/read-wiring.ts';
import type { FunctionWiring } from './serverless-yml/wiring.ts';

/** What the services are given to run on. */
export type RuntimePorts = {
  /** The store to build handlers on: appends through it are relayed at once. */
  readonly store: EventStore & ChangeFeed;
  /** The outbox-relay's port to our bus. */
  readonly publish: EventBus['publish'];
  /** Where the outbox-relay's poison records go: among `Runtime.deadLetters`. */
  readonly setAside: SetAside;
  readonly clock: RuntimeClock;
  readonly telemetry: Telemetry;
};

export type RuntimeOptions = DeliveryHooks & {
  /** The folder that has one folder for each service, with its serverless.yml. */
  readonly servicesDirectory: string;
  readonly clusterId: string;
  /** Default: `local`. */
  readonly stage?: string;
  /** Values for `${param:...}`, beside `clusterId`. */
  readonly params?: Readonly<Record<string, string>>;
  /** What each service's `createHandlers` returns, by folder; or a function that makes them from what the runtime offers. */
  readonly handlers: ServiceHandlers | ((ports: RuntimePorts) => ServiceHandlers);
  readonly store: EventStore & ChangeFeed;
  readonly clock: RuntimeClock;
  readonly telemetry: Telemetry;
  /** How unruly the bus is; or a plan of its own for each delivery. */
  readonly delivery?: DeliveryOptions | PlanDeliveries;
  readonly retry?: RetryOptions;
  readonly checkpoint?: Checkpoint;
  /** How often to look for appends that did not come through `RuntimePorts.store`: those of another process. Default: never. */
  readonly pollMilliseconds?: number;
};

/** All services in one process. */
export type Runtime = {
  /** Every function, as its serverless.yml wires it. */
  readonly functions: readonly FunctionWiring[];
  readonly bus: EventBus;
  readonly archive: Archive;
  readonly deadLetters: DeadLetterQueue;
  /** Why no event reaches the bus at present, as a sentence; undefined when they do. */
  outboxTrouble(): string | undefined;
  /** Begins: relays what is past the checkpoint, and arms the schedules. */
  start(): Promise<void>;
  /**
   * Stops the schedules, waits for what is in motion (at most STOP_SECONDS; on a virtual clock: what needs no more time) and saves the
   * checkpoint. What is left then is relayed again by the next process.
   */
  stop(): Promise<void>;
  /** Resolves when nothing runs and nothing is to be relayed. A repeat that waits for its time does not count. */
  idle(): Promise<void>;
};

/** Real time that `stop` waits at most. */
export const STOP_SECONDS = 10;

/** Builds the runtime. Throws ServiceConfigurationError when a serverless.yml cannot be run here or does not fit the handlers. */
export function createRuntime(options: RuntimeOptions): Runtime {
  const { clock, telemetry, clusterId, stage = 'local' } = options;
  const deadLetters = createDeadLetterQueue();
  const nextId = createDeliveryIds(clock.now());
  const idleWatch = createIdleWatch(() => invoker.inFlight() === 0 && router.waiting() === 0 && !outbox.isBusy());
  const store = observeAppends(options.store, () => outbox.wake());
  const onAttemptEnded = () => {
    outbox.saveProgress();
    idleWatch.check();
  };
  const invoker = createInvoker({ ...options, deadLetters, nextRequestId: nextId, onAttemptEnded });

  const ports: RuntimePorts = {
    ...{ store, clock, telemetry },
    publish: (entries) => bus.publish(entries),
    setAside: (poison) => outbox.setAside(poison),
  };
  const handlers = typeof options.handlers === 'function' ? options.handlers(ports) : options.handlers;
  const wirings = readWiring(options.servicesDirectory, { stage, params: { clusterId, ...options.params } });
  const functions = runningFunctions(wirings, handlers);

  const { delivery } = options;
  const planDeliveries = typeof delivery === 'function' ? delivery : createDisorder(delivery);
  const router = createRouter({ functions, invoker, clock, planDeliveries });
  const archive = createArchive({ store, clusterId, router, nextId });
  const { checkpoint, pollMilliseconds } = options;
  const outbox = createOutbox({
    functions,
    feed: store,
    invoker,
    clock,
    telemetry,
    deadLetters,
    checkpoint,
    pollMilliseconds,
    onCaughtUp: onAttemptEnded,
  });
  const bus = createEventBus({ router, clock, nextId, progress: outbox.progress, archive });
  const scheduler = createScheduler({ functions, clock, invoker });

  return {
    functions: wirings,
    bus,
    archive,
    deadLetters,
    outboxTrouble: outbox.trouble,
    async start() {
      await outbox.start();
      scheduler.start();
    },
    async stop() {
      scheduler.stop();
      await (clock.settle?.() ?? idleWatch.idleWithin(STOP_SECONDS * 1_000));
      await outbox.stop();
    },
    idle: idleWatch.idle,
  };
}
