import type { EventData } from '@smartscale/events';
import { type Figures, readFigures } from './figures.ts';
import { readPodSizes, totalOf } from './pod-sizes.ts';
import type { InstantVector, MissReason } from './ports.ts';
import type { QueryName } from './queries.ts';

type Sample = EventData<'MetricsSampled'>;

/** Why there is no answer. A PrometheusError is one. */
export type Failure = { readonly reason: MissReason; readonly message: string };

/** What came of one query. */
export type Answer = InstantVector | Failure;

export type LoadAnswers = { readonly [Name in QueryName]: Answer };

/** The workers of the cluster, and how old (seconds before the query) the oldest series is that tells of them. */
export type Workers = Sample['workers'] & { readonly ageSeconds: number };

// A share computed from floats may leave 0 to 100 by a hair. Anything further out is no share.
const ROUNDING_PERCENT = 0.01;

export function isFailure(answer: Answer): answer is Failure {
  return 'reason' in answer;
}

function figuresOf<Name extends string>(answer: Answer): Figures<Name> {
  return isFailure(answer) ? {} : readFigures<Name>(answer);
}

/** Null when kube-state-metrics tells of no node at all: then nothing is known, and zero workers would be a guess. */
export function readWorkers({ workers }: LoadAnswers): Workers | null {
  const figures = figuresOf<'known' | 'workers' | 'ready' | 'reporting' | 'clusterAgeSeconds' | 'exporterAgeSeconds'>(workers);
  const { known = 0, clusterAgeSeconds, exporterAgeSeconds = 0 } = figures;
  const { workers: all = 0, ready = 0, reporting = 0 } = figures;
  if (known < 1 || clusterAgeSeconds === undefined || ready > all) return null;
  return { ready, notReady: all - ready, reporting, ageSeconds: Math.max(clusterAgeSeconds, exporterAgeSeconds) };
}

export function readCpu({ cpu }: LoadAnswers): Sample['cpu'] {
  const { percent, cores, allocatableCores } = figuresOf<'percent' | 'cores' | 'allocatableCores'>(cpu);
  if (!isPercent(percent) || !isPositive(cores) || !isPositive(allocatableCores)) return null;
  const used = clampPercent(percent);
  return {
    percent: rounded(used, 2),
    usedCores: rounded((used / 100) * cores, 3),
    allocatableCores: rounded(allocatableCores, 3),
  };
}

export function readMemory({ memory }: LoadAnswers): Sample['memory'] {
  const figures = figuresOf<'totalBytes' | 'availableBytes' | 'allocatableBytes'>(memory);
  const { totalBytes, availableBytes, allocatableBytes } = figures;
  if (!isPositive(totalBytes) || !isPositive(allocatableBytes) || availableBytes === undefined) return null;
  const usedBytes = totalBytes - availableBytes;
  if (usedBytes < 0 || availableBytes < 0) return null;
  return {
    percent: rounded((100 * usedBytes) / totalBytes, 2),
    usedBytes: Math.round(usedBytes),
    allocatableBytes: Math.round(allocatableBytes),
  };
}

type PodFigures = 'known' | 'requesting' | 'pending' | 'unschedulable' | 'unschedulableForSeconds';

export function readPods({ pods, unschedulableSizes }: LoadAnswers): Sample['pods'] {
  const { known, requesting, pending = 0, unschedulable = 0, unschedulableForSeconds } = figuresOf<PodFigures>(pods);
  if (!isPositive(known)) return null;
  if (unschedulable === 0) return { pending, unschedulable, unschedulableForSeconds: 0, unschedulableSizes: [] };
  const sizes = isFailure(unschedulableSizes) ? null : readPodSizes(unschedulableSizes);
  const aged = unschedulableForSeconds !== undefined;
  if (!aged || sizes === null || sizes.length === 0 || !isPositive(requesting)) return null;
  const forSeconds = Math.max(0, Math.round(unschedulableForSeconds));
  return { pending, unschedulable, unschedulableForSeconds: forSeconds, unschedulableSizes: [...sizes] };
}

type RoomFigures = 'allocatableCores' | 'allocatableBytes' | 'daemonCores' | 'daemonBytes';

export function readRequests({ pods, podSizes, room }: LoadAnswers): Sample['requests'] {
  const { known, requesting } = figuresOf<PodFigures>(pods);
  const { allocatableCores, allocatableBytes, daemonCores = 0, daemonBytes = 0 } = figuresOf<RoomFigures>(room);
  const sizes = isFailure(podSizes) ? null : readPodSizes(podSizes);
  if (sizes === null || !isPositive(known) || !isPositive(requesting)) return null;
  if (!isPositive(allocatableCores) || !isPositive(allocatableBytes)) return null;
  const total = totalOf(sizes);
  return {
    cores: rounded(total.cores, 3),
    bytes: Math.round(total.bytes),
    sizes: [...sizes],
    daemonsPerWorker: { cores: rounded(daemonCores, 3), bytes: Math.round(daemonBytes) },
    allocatablePerWorker: { cores: rounded(allocatableCores, 3), bytes: Math.round(allocatableBytes) },
  };
}

/** The one number that an application's query must answer. Null when it answers none, several, or something that is no number. */
export function readNumber(answer: Answer | undefined): number | null {
  if (answer === undefined || isFailure(answer)) return null;
  const [only, second] = answer;
  if (only === undefined || second !== undefined || !Number.isFinite(only.value)) return null;
  return rounded(only.value, 4);
}

export function rounded(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  return Math.round(value * scale) / scale;
}

function isPositive(value: number | undefined): value is number {
  return value !== undefined && value > 0;
}

function isPercent(value: number | undefined): value is number {
  return value !== undefined && value >= -ROUNDING_PERCENT && value <= 100 + ROUNDING_PERCENT;
}

function clampPercent(value: number): number {
  return Math.min(100, Math.max(0, value));
}
