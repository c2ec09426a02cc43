import type { RecordedEvent } from '@smartscale/events';
import { openSqliteEventStore, type SqliteEventStore } from '@smartscale/events/sqlite';
import type { Telemetry } from '@smartscale/lambda';
import { createRealClock, createRuntime, type Runtime, type RuntimeClock } from '@smartscale/runtime';
import { openSqliteViewStore, viewsFileOf } from '@smartscale/views/sqlite';
import type { Configuration } from './configuration/schema.ts';
import { checkSecrets } from './configuration/secrets.ts';
import { connectOutside, type OutsideOptions } from './outside/outside.ts';
import { createServices, SERVICES_DIRECTORY } from './services.ts';
import { createSpotNotices } from './spot-notices.ts';

/** How often the store is looked at for what other processes appended, such as `smartscale policy apply`. */
const POLL_MILLISECONDS = 1_000;
const CHECKPOINT = 'outbox';

/** All services in this process, at work on a real fleet. */
export type Runner = Pick<Runtime, 'functions' | 'deadLetters'> & {
  /** Begins where the process before ended, in whatever way it ended. */
  start(): Promise<void>;
  /** Ends the schedules, waits for what is in motion (STOP_SECONDS of the runtime at most) and closes the store. What is left then is the next process's. */
  stop(): Promise<void>;
};

export type RunnerOptions = Pick<OutsideOptions, 'noticeFile'> & {
  readonly telemetry: Telemetry;
  /** The machine's own unless a test has another one. */
  readonly clock?: RuntimeClock;
  /** Told of every event that this process appends. */
  readonly onAppended?: (events: readonly RecordedEvent[]) => void;
};

/**
 * Puts everything together; nothing happens before `start`. ConfigurationError when a secret is not as it should be,
 * StoreUnusableError when the store is not ours.
 */
export async function openRunner(configuration: Configuration, options: RunnerOptions): Promise<Runner> {
  await checkSecrets(configuration);
  const { telemetry, noticeFile, clock = createRealClock(), onAppended = () => {} } = options;
  const { cluster: clusterId } = configuration;
  const outside = connectOutside(configuration, { now: clock.now, noticeFile });
  const store = openSqliteEventStore({ file: configuration.store, now: clock.now, durability: 'full' });
  const views = openSqliteViewStore(viewsFileOf(configuration.store));
  const runtime = createRuntime({
    ...{ servicesDirectory: SERVICES_DIRECTORY, clusterId, clock, telemetry, pollMilliseconds: POLL_MILLISECONDS },
    store: tellingOf(store, onAppended),
    handlers: (ports) => createServices(ports, { clusterId, outside, views }),
    checkpoint: {
      load: () => store.readCheckpoint(CHECKPOINT),
      save: (sequence) => store.writeCheckpoint(CHECKPOINT, sequence),
    },
  });
  const { bus, functions, deadLetters } = runtime;
  const { describeInterruptions } = outside;
  const spotNotices = createSpotNotices({ describeInterruptions, clock, telemetry, deliver: bus.injectAwsEvent });
  return {
    functions,
    deadLetters,
    async start() {
      await runtime.start();
      spotNotices.start();
    },
    async stop() {
      await spotNotices.stop();
      await runtime.stop();
      store.close();
      views.close();
    },
  };
}

function tellingOf(store: SqliteEventStore, onAppended: NonNullable<RunnerOptions['onAppended']>): SqliteEventStore {
  return {
    ...store,
    async append(stream, events, expected) {
      const recorded = await store.append(stream, events, expected);
      onAppended(recorded);
      return recorded;
    },
  };
}
