import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { adoptPolicy, type Change, type ChangeFeed, defaultPolicy, type EventStore } from '@smartscale/events';
import { createDynamoDbEventStore, eventTable, expireRoutine } from '@smartscale/events/dynamodb';
import type { LambdaHandler } from '@smartscale/lambda';
import { createRuntime, createVirtualClock, type ServiceHandlers } from '@smartscale/runtime';
import { createDynamoDbViewStore, viewsTable } from '@smartscale/views/dynamodb';
import { createServices, portsOfWorld, SERVICES_DIRECTORY } from '../../apps/simulator/src/simulation/services.ts';
import { shippedDemand } from '../../apps/simulator/src/testing/simulate-in-memory.ts';
import { stateOf } from '../../apps/simulator/src/world/ec2/fake-instance.ts';
import { ec2Notice } from '../../apps/simulator/src/world/notices.ts';
import { createWorld } from '../../apps/simulator/src/world/world.ts';
import type { LocalDynamoDb } from '../peers/dynamodb/index.ts';
import { countedDynamoDb } from './counted-dynamodb.ts';
import { countedTelemetry } from './counted-telemetry.ts';
import { recordMonthBefore } from './month-before.ts';
import { createUsageBook, type UsageBook } from './usage.ts';

const MINUTE = 60_000;
/** Long enough for a worker to have joined and to carry pods. */
const INTERRUPTED_AFTER = 20 * MINUTE;
const BUS_LATENCY_MILLISECONDS = 400;
const CLUSTER = 'production';

/** The handlers of all services live `hours` on DynamoDB Local, in a simulated cluster, and all that they ask of AWS is booked. */
export async function liveCounted(dynamoDb: LocalDynamoDb, { hours, trace = 'nasa-http' }: { hours: number; trace?: string }) {
  const demand = shippedDemand(trace);
  const startAt = Math.floor(demand.startAt / MINUTE) * MINUTE;
  const clock = createVirtualClock({ startAt });
  const book = createUsageBook();
  await dynamoDb.client.send(new CreateTableCommand(eventTable('events')));
  await dynamoDb.client.send(new CreateTableCommand(viewsTable('views')));
  const documentClient = countedDynamoDb(dynamoDb.client, book, clock);
  const retentionDaysOf = expireRoutine();
  const openStore = () => createDynamoDbEventStore({ documentClient, tableName: 'events', now: clock.now, retentionDaysOf });
  const views = createDynamoDbViewStore({ documentClient, tableName: 'views' });
  const fed = storePerFunction(openStore, book);
  await recordMonthBefore(openStore(), CLUSTER, startAt);
  const policy = defaultPolicy();
  await adoptPolicy(fed, CLUSTER, { policy, author: 'test', note: '', now: clock.now() });

  const { telemetry, metricHours } = countedTelemetry(book, clock.now);
  const world = createWorld({
    ...{ seed: 1, clock, demand, policy, startAt, faults: [] },
    publish: (notice) => void runtime.bus.injectAwsEvent(notice),
  });
  const messenger = { channel: 'test', send: async () => ({ kind: 'sent' as const }) };
  let published = 0;
  let publishedBytes = 0;
  const runtime = createRuntime({
    ...{ servicesDirectory: SERVICES_DIRECTORY, clusterId: CLUSTER, store: fed, clock, telemetry },
    handlers: (ports) => {
      const publish: typeof ports.publish = (entries) => {
        published += entries.length;
        for (const entry of entries) publishedBytes += Buffer.byteLength(JSON.stringify(entry));
        return ports.publish(entries);
      };
      const given = { ...ports, ...portsOfWorld(world, clock), publish, views, clusterId: CLUSTER, messenger };
      return counted(
        withColdForecast(() => createServices(given)),
        book,
      );
    },
    delivery: { seed: 1, latencyMilliseconds: BUS_LATENCY_MILLISECONDS, duplicatePercent: 0, reorderPercent: 0 },
  });

  let isInterrupted = false;
  const step = () => {
    world.step();
    const spot = [...world.ec2.instances.values()].find(
      (instance) => instance.capacityType === 'spot' && stateOf(instance, clock.now()) === 'running',
    );
    if (spot !== undefined && !isInterrupted && clock.now() > spot.launchedAt + INTERRUPTED_AFTER) {
      isInterrupted = true;
      void runtime.bus.injectAwsEvent(ec2Notice(spot, { at: clock.now(), kind: 'notice' }));
    }
    clock.schedule(clock.now() + MINUTE, step);
  };
  step();
  await runtime.start();
  await clock.runUntil(startAt + hours * 60 * MINUTE - 1);
  return {
    ...{ functions: book.of, metricHours, published, publishedBytes, changes: fed.changes },
    ...{ wirings: runtime.functions, deadLetters: runtime.deadLetters },
  };
}

/** Each function has a process of its own in Lambda, and so a store that remembers only what that process has seen. */
function storePerFunction(
  open: () => EventStore,
  book: UsageBook,
): EventStore & ChangeFeed & { readonly changes: readonly Change[] } {
  const stores = new Map<string, EventStore>();
  const changes: Change[] = [];
  const own = () => {
    const name = book.atWork() ?? '';
    const store = stores.get(name) ?? open();
    stores.set(name, store);
    return store;
  };
  return {
    changes,
    async append(...given) {
      const appended = await own().append(...given);
      for (const event of appended) changes.push({ sequence: changes.length + 1, event });
      return appended;
    },
    read: (...given) => own().read(...given),
    readRange: (...given) => own().readRange(...given),
    readSnapshot: (...given) => own().readSnapshot(...given),
    writeSnapshot: (...given) => own().writeSnapshot(...given),
    readChanges: async ({ after, limit }) => changes.slice(after, after + limit),
  };
}

/** Lambda may have ended the process of a function that is called four times an hour: here each call begins a new one. */
function withColdForecast(create: () => ServiceHandlers): ServiceHandlers {
  const handlers = create();
  const forecast: LambdaHandler = async (...given) => create()['decision-engine']?.['forecast']?.(...given);
  return { ...handlers, 'decision-engine': { ...handlers['decision-engine'], forecast } };
}

function counted(handlers: ServiceHandlers, book: UsageBook): ServiceHandlers {
  return Object.fromEntries(
    Object.entries(handlers).map(([service, functions]) => [
      service,
      Object.fromEntries(
        Object.entries(functions).map(([name, handler]) => [
          name,
          (...given: Parameters<typeof handler>) => book.invoke(`${service}/${name}`, () => handler(...given)),
        ]),
      ),
    ]),
  );
}
