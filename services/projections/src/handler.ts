import { catalogue, type EventStore, type EventType, parseStreamName } from '@smartscale/events';
import {
  busHandler,
  type Clock,
  commandHandler,
  type Invocation,
  type LambdaHandler,
  type Telemetry,
} from '@smartscale/lambda';
import { allProjections, type Projection } from '@smartscale/projections';
import type { ViewStore } from '@smartscale/views';
import { type CatchUpOptions, catchUp } from './catch-up.ts';
import { readRebuildCommand, rebuild } from './rebuild.ts';

export type Dependencies = {
  readonly store: EventStore;
  readonly clusterId: string;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly views: ViewStore;
  /** All there are, unless a test brings its own. */
  readonly projections?: readonly Projection[];
};

/** `project` is woken by events of the streams that are projected; `rebuild` is invoked by hand. */
export function createHandlers(dependencies: Dependencies): {
  readonly project: LambdaHandler;
  readonly rebuild: LambdaHandler;
} {
  const { telemetry, clusterId, projections = allProjections } = dependencies;
  const service = 'projections';
  return {
    project: busHandler({
      ...{ service, telemetry, clusterId, on: wakingTypes(projections) },
      handle(event, invocation) {
        const { category } = parseStreamName(event.stream);
        const woken = projections.filter((projection) => projection.category === category);
        return eachOf(woken, (projection) => catchUp(projection, optionsOf(dependencies, invocation)));
      },
    }),
    rebuild: commandHandler({
      ...{ service, telemetry, read: (event) => readRebuildCommand(event, projections) },
      async handle(command, invocation) {
        await eachOf(command.projections, (projection) => rebuild(projection, optionsOf(dependencies, invocation)));
        return { rebuilt: command.projections.map(({ name }) => name) };
      },
    }),
  };
}

/** Every type of the projected streams: which of them change a view is the folds' business. */
export function wakingTypes(projections: readonly Projection[]): readonly EventType[] {
  const categories = new Set(projections.map(({ category }) => category));
  return Object.values(catalogue).flatMap(({ type, category }) => (categories.has(category) ? [type] : []));
}

function optionsOf({ store, views, clusterId }: Dependencies, { telemetry, context }: Invocation): CatchUpOptions {
  return { store, views, clusterId, telemetry, remainingMilliseconds: () => context.getRemainingTimeInMillis() };
}

/** One that fails does not keep the others from their end. */
async function eachOf(projections: readonly Projection[], work: (projection: Projection) => Promise<void>): Promise<void> {
  const results = await Promise.allSettled(projections.map(work));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
