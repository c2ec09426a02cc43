import {
  type AdoptedPolicy,
  defaultPolicy,
  deriveEventId,
  type EventData,
  type Policy,
  policySchema,
  type RecordedEvent,
  toTimestamp,
} from '@smartscale/events';
import { emptyFleet, type FleetState, type Operation, type Worker } from '@smartscale/projections/fleet';

/** Every test begins here. Moments are seconds from it. */
export const START = Date.parse('2026-11-24T08:00:00.000Z');
export const at = (seconds: number): string => toTimestamp(START + seconds * 1_000);

export const INTERVAL_SECONDS = 120;
export const GIB = 1024 ** 3;
/** What one worker of the tests has to give. */
export const WORKER = { cores: 2, bytes: 4 * GIB };

export type Sample = EventData<'MetricsSampled'>;
export type PodSize = NonNullable<Sample['requests']>['sizes'][number];

/** What a test says of the load; everything else is a quiet day. */
export type Look = {
  readonly cpu?: number | null;
  readonly memory?: number | null;
  readonly reporting?: number;
  readonly ready?: number;
  readonly notReady?: number;
  readonly unschedulable?: number;
  readonly waitingSeconds?: number;
  readonly waitingPods?: readonly PodSize[];
  readonly podsUnknown?: boolean;
  /** Pods that run; null: not known. */
  readonly running?: readonly PodSize[] | null;
  /** What the smallest worker has to give, as the sample says; default: WORKER. */
  readonly workerSize?: Pick<PodSize, 'cores' | 'bytes'>;
  readonly application?: Sample['application'];
  readonly missing?: Sample['missing'];
  readonly ageSeconds?: number;
};

const QUIET = {
  ...{ cpu: 50, memory: 60, notReady: 0, unschedulable: 0, waitingSeconds: 0, waitingPods: [], podsUnknown: false },
  ...{ running: [], workerSize: WORKER, application: [], missing: [], ageSeconds: 10 },
};

export function sampled(seconds: number, look: Look & { readonly workers: number }): Sample {
  const seen = { ...QUIET, reporting: look.workers, ready: look.workers, ...look };
  const { cpu, memory, running, ready, notReady, reporting, application, missing, ageSeconds } = seen;
  const use = (percent: number, each: number) => ({ used: (percent / 100) * each * reporting, allocatable: each * ready });
  const cores = use(cpu ?? 0, WORKER.cores);
  const bytes = use(memory ?? 0, WORKER.bytes);
  return {
    ...{ sampledAt: at(seconds), intervalSeconds: INTERVAL_SECONDS, ageSeconds, missing: [...missing] },
    workers: { ready, notReady, reporting },
    cpu: cpu === null ? null : { percent: cpu, usedCores: cores.used, allocatableCores: cores.allocatable },
    memory: memory === null ? null : { percent: memory, usedBytes: bytes.used, allocatableBytes: bytes.allocatable },
    pods: seen.podsUnknown ? null : podsOf(seen),
    requests: running === null ? null : requestsOf(running, seen.workerSize),
    application: [...application],
  };
}

type Waiting = { readonly unschedulable: number; readonly waitingSeconds: number; readonly waitingPods: readonly PodSize[] };

function podsOf({ unschedulable, waitingSeconds, waitingPods }: Waiting): Sample['pods'] {
  const waiting = { unschedulable, unschedulableForSeconds: waitingSeconds, unschedulableSizes: [...waitingPods] };
  return { pending: unschedulable, ...waiting };
}

function requestsOf(running: readonly PodSize[], workerSize: NonNullable<Look['workerSize']>): Sample['requests'] {
  return {
    cores: running.reduce((sum, { cores, count }) => sum + cores * count, 0),
    bytes: running.reduce((sum, { bytes, count }) => sum + bytes * count, 0),
    sizes: [...running],
    daemonsPerWorker: { cores: 0.2, bytes: 0.25 * GIB },
    allocatablePerWorker: workerSize,
  };
}

export function recorded<Type extends 'MetricsSampled' | 'MetricsMissed' | 'ScaleDecided' | 'ShadowDecided' | 'DemandLearned'>(
  type: Type,
  data: EventData<Type>,
  position: number,
): RecordedEvent<Type> {
  const stream = type.startsWith('Metrics') ? 'metrics-test' : 'scaling-test';
  const id = deriveEventId(START, type, position);
  const envelope = { id, schemaVersion: 1, clusterId: 'test', stream, position, occurredAt: at(0), recordedAt: at(0) };
  return { ...envelope, correlationId: id, causationId: id, type, data } as unknown as RecordedEvent<Type>;
}

export type FleetLook = {
  readonly joined?: number;
  readonly coming?: number;
  readonly leaving?: number;
  readonly joinedAt?: string;
  readonly operations?: readonly Partial<Operation>[];
  readonly refused?: number;
  /** How long the last workers took to join. */
  readonly joinSeconds?: readonly number[];
};

/** A fleet of launched instances; `coming` ones have not joined yet. */
export function fleetOf({ joined = 0, coming = 0, leaving = 0, ...look }: FleetLook): FleetState {
  const workers: Record<string, Worker> = {};
  const statuses = [
    ...Array<'joined'>(joined).fill('joined'),
    ...Array<'launched'>(coming).fill('launched'),
    ...Array<'draining'>(leaving).fill('draining'),
  ];
  for (const [index, status] of statuses.entries()) {
    const worker = workerOf(index, status, look.joinedAt);
    workers[worker.instanceId] = worker;
  }
  const { refused } = look;
  return {
    ...emptyFleet,
    workers,
    operations: (look.operations ?? []).map((operation) => ({ ...OPERATION, ...operation })),
    joinSeconds: look.joinSeconds ?? [],
    lastRefusal: refused === undefined ? null : { decisionPosition: refused, code: 'stale', at: at(0) },
  };
}

const OPERATION: Operation = {
  ...{ operationId: 'operation', decisionPosition: 1, cause: 'scale-up', reason: '', workersBefore: 2, plannedAt: at(0) },
  ...{ pending: [], joining: [], leaving: [], added: [], removed: [], failed: 0 },
};

function workerOf(index: number, status: 'joined' | 'launched' | 'draining', joinedAt = at(-86_400)): Worker {
  const instanceId = `i-${index}`;
  const facts = {
    ...{
      launchId: `launch-${index}`,
      instanceId,
      nodeName: `node-${index}`,
      zone: 'ap-south-1a',
      capacityType: 'spot' as const,
    },
    ...{ instanceType: 't3.medium', pricePerHourUsd: 0.02, launchedAt: joinedAt, replaces: null },
  };
  if (status === 'joined') return { ...facts, status, joinedAt };
  if (status === 'launched') return { ...facts, status, joinBy: at(300) };
  return { ...facts, status, cause: 'interruption', startedAt: at(0), deadline: at(120), hadJoined: true };
}

/** The default policy with some knobs turned, in the shape of the YAML file. */
export function policyWith(knobs: object = {}): Policy {
  return Object.keys(knobs).length === 0 ? defaultPolicy() : policySchema.parse(knobs);
}

export function adopted(knobs: object = {}): AdoptedPolicy {
  return { policy: policyWith(knobs), version: 1 };
}
