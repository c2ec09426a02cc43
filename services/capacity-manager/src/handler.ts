import { busHandler, type LambdaHandler } from '@smartscale/lambda';
import { reconcile, reconcileStopped } from './reconcile.ts';
import { endInterruption, noteMaintenance, replaceWorker } from './replace.ts';
import { scale } from './scale.ts';
import type { Dependencies } from './session.ts';

export {
  type CapacityType,
  ComputeError,
  type ComputePort,
  type Instance,
  type LaunchAnswer,
  type LaunchRequest,
  type PricePort,
  type SpotPrice,
} from './ports.ts';
export type { Dependencies } from './session.ts';

/** The functions of serverless.yml, by their names there. */
export function createHandlers(dependencies: Dependencies): {
  scale: LambdaHandler;
  replace: LambdaHandler;
  reconcile: LambdaHandler;
} {
  const { telemetry, clusterId } = dependencies;
  const shell = { service: 'capacity-manager', telemetry, clusterId };
  return {
    scale: busHandler({
      ...shell,
      on: ['ScaleDecided'],
      handle: (decision, invocation) => scale(decision, invocation, dependencies),
    }),
    replace: busHandler({
      ...shell,
      on: ['SpotWarning', 'InterruptionDrained', 'MaintenanceScheduled'],
      handle(event, invocation) {
        if (event.type === 'SpotWarning') return replaceWorker(event, invocation, dependencies);
        if (event.type === 'MaintenanceScheduled') return noteMaintenance(event, invocation, dependencies);
        return endInterruption(event, invocation, dependencies);
      },
    }),
    reconcile: busHandler({
      ...shell,
      on: ['MetricsSampled', 'MetricsMissed', 'InstanceStopped'],
      handle: (event, invocation) =>
        event.type === 'InstanceStopped'
          ? reconcileStopped(event, invocation, dependencies)
          : reconcile(event, invocation, dependencies),
    }),
  };
}
