import { type PlannedLaunch, type Policy, policySchema, toTimestamp } from '@smartscale/events';
import { fleet } from '@smartscale/projections';

/** The moment at which these fleets are looked at. Their workers are an hour older. */
export const NOW = Date.parse('2026-11-24T12:00:00.000Z');
export const NOON = toTimestamp(NOW);

export function at(secondsFromNow: number): string {
  return toTimestamp(NOW + secondsFromNow * 1_000);
}

/** The defaults, with zones a, b and c. */
export const policy: Policy = policyWith({});

export function policyWith(change: { readonly placement?: Partial<Policy['placement']> } & Record<string, unknown>): Policy {
  return policySchema.parse({ ...change, placement: { zones: ['a', 'b', 'c'], ...change.placement } });
}

type Traits = Partial<Pick<fleet.Worker, 'instanceType' | 'pricePerHourUsd' | 'launchedAt' | 'launchId' | 'replaces'>>;

/** `worker('i-1', 'a spot')`: a joined one. */
export function worker(instanceId: string, place: `${string} ${'spot' | 'on-demand'}`, traits: Traits = {}): fleet.Worker {
  return { ...factsOf(instanceId, place, traits), status: 'joined', joinedAt: at(-3_500) };
}

export function launchedWorker(
  instanceId: string,
  options: { readonly joinBy: string; readonly launchedAt?: string },
): fleet.Worker {
  const { joinBy, launchedAt = at(-60) } = options;
  return { ...factsOf(instanceId, 'a on-demand', { launchedAt }), status: 'launched', joinBy };
}

/** The same worker, which EC2 may take. */
export function atRisk(safe: fleet.Worker): fleet.Worker {
  return { ...safe, atRisk: { warningId: 'warning', until: at(900) } };
}

export function drainingWorker(
  instanceId: string,
  drain: { readonly cause?: fleet.DrainCause; readonly deadline: string; readonly place?: `${string} ${'spot' | 'on-demand'}` },
): fleet.Worker {
  const { cause = 'scale-down', deadline, place = 'a spot' } = drain;
  return { ...factsOf(instanceId, place, {}), status: 'draining', cause, startedAt: at(-120), deadline, hadJoined: true };
}

export function drainedWorker(instanceId: string, cause: fleet.DrainCause = 'scale-down'): fleet.Worker {
  return { ...factsOf(instanceId, 'a spot', {}), status: 'drained', cause, drainedAt: at(-10) };
}

function factsOf(instanceId: string, place: string, traits: Traits): fleet.WorkerFacts {
  const [zone = 'a', capacityType] = place.split(' ');
  return {
    ...{ launchId: `launch-${instanceId}`, instanceId, nodeName: `worker-${instanceId}`, zone },
    capacityType: capacityType === 'spot' ? 'spot' : 'on-demand',
    ...{ instanceType: 't3.medium', pricePerHourUsd: 0.0448, launchedAt: at(-3_600), replaces: null, ...traits },
  };
}

export function fleetOf(workers: readonly fleet.Worker[], change: Partial<fleet.FleetState> = {}): fleet.FleetState {
  return { ...fleet.emptyFleet, workers: Object.fromEntries(workers.map((one) => [one.instanceId, one])), ...change };
}

/** The mark of an offering that failed once, a minute ago. */
export function marked(
  place: `${string} ${'spot' | 'on-demand'}`,
  change: Partial<fleet.UnavailableOffering> = {},
): fleet.UnavailableOffering {
  const [zone = 'a', capacityType] = place.split(' ');
  return {
    ...{ instanceType: null, zone, capacityType: capacityType === 'spot' ? 'spot' : 'on-demand', code: 'X' },
    ...{ until: at(60), at: at(-60), failures: 1, ...change },
  };
}

export function operation(change: Partial<fleet.Operation> = {}): fleet.Operation {
  return {
    ...{
      operationId: 'operation',
      decisionPosition: 1,
      cause: 'scale-up',
      reason: 'CPU',
      workersBefore: 2,
      plannedAt: at(-120),
    },
    ...{ pending: [], joining: [], leaving: [], added: [], removed: [], failed: 0, ...change },
  };
}

export function plannedLaunch(change: Partial<PlannedLaunch> = {}): PlannedLaunch {
  return { launchId: 'launch', zone: 'a', capacityType: 'spot', replaces: null, ...change };
}
