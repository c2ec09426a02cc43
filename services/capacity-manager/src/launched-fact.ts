import { nodeNameOf, type PlannedLaunch, toTimestamp } from '@smartscale/events';
import type { fleet } from '@smartscale/projections';
import type { Fact } from './decider.ts';
import type { Instance } from './ports.ts';
import type { Session } from './session.ts';

/** The fact that an instance is one of the fleet's workers now. `operation` null: nobody had planned it. */
export async function launchedFact(
  instance: Instance,
  options: {
    readonly session: Session;
    readonly operation: Pick<fleet.Operation, 'cause'> | null;
    readonly launch: Pick<PlannedLaunch, 'replaces'>;
    /** Instead of the one it carries. */
    readonly launchId?: string;
  },
): Promise<Fact> {
  const { session, operation, launch } = options;
  const { instanceId, zone, capacityType, instanceType, launchedAt } = instance;
  const timeoutMilliseconds = session.policy.launch.joinTimeoutSeconds * 1_000;
  return {
    type: 'NodeLaunched',
    data: {
      launchId: options.launchId ?? instance.launchId ?? instanceId,
      instanceId,
      nodeName: nodeNameOf(instanceId),
      cause: causeOf(operation),
      zone,
      capacityType,
      instanceType,
      pricePerHourUsd: await priceOf(instance, session),
      launchedAt: toTimestamp(launchedAt),
      // One that was found late gets its whole time from now.
      joinBy: toTimestamp((operation ? launchedAt : session.clock.now()) + timeoutMilliseconds),
      replaces: launch.replaces,
    },
  };
}

function causeOf(operation: Pick<fleet.Operation, 'cause'> | null): 'scale-up' | 'replacement' | 'repair' | 'adoption' {
  if (operation === null) return 'adoption';
  return operation.cause === 'scale-down' ? 'repair' : operation.cause;
}

/** An unknown price must not keep a machine that runs out of the record: it is written as 0, told as an error and counted. */
async function priceOf({ instanceType, zone, capacityType }: Instance, { prices, telemetry }: Session): Promise<number> {
  try {
    return await prices.pricePerHourUsd({ instanceType, zone, capacityType });
  } catch (error) {
    telemetry.error(`no price for ${capacityType} ${instanceType} in ${zone}: the cost view will lack it`, { error });
    telemetry.count('PricesUnknown');
    return 0;
  }
}
