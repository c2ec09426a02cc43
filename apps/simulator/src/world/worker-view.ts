import { readCordonMark } from '@smartscale/kubernetes';
import type { ClusterReadings, NodeReading } from '@smartscale/kubernetes/fake';
import type { FakeInstance } from './ec2/fake-instance.ts';
import type { Offering } from './ec2/instance-types.ts';

/** An instance and its node as they really are, not as any service believes. */
export type WorkerView = Offering & {
  readonly instanceId: string;
  readonly launchedAt: number;
  readonly pricePerHourUsd: number;
  /** The instance is gone; the node may not know yet. */
  readonly ended: boolean;
  readonly hasNode: boolean;
  readonly ready: boolean;
  readonly cordoned: boolean;
  /** Cordoned because EC2 may take it: it gets no new pods, and goes on serving with those that it has. */
  readonly atRisk: boolean;
  readonly pods: number;
  readonly status: 'launching' | 'ready' | 'not-ready' | 'draining' | 'gone';
};

/** Workers that are alive, and those gone whose Node is still there; oldest first. */
export function viewWorkers(instances: Iterable<FakeInstance>, { nodes }: ClusterReadings): readonly WorkerView[] {
  const byInstance = new Map<string | null, NodeReading>();
  for (const node of nodes) byInstance.set(node.instanceId, node);
  const views: WorkerView[] = [];
  for (const instance of instances) {
    const node = byInstance.get(instance.instanceId);
    if (instance.endedAt === null || node) views.push(viewWorker(instance, node));
  }
  return views;
}

function viewWorker(instance: FakeInstance, node: NodeReading | undefined): WorkerView {
  const { instanceId, launchedAt, pricePerHourUsd, zone, capacityType, instanceType, endedAt } = instance;
  const state = {
    ended: endedAt !== null,
    hasNode: node !== undefined,
    ready: node?.ready === true,
    cordoned: node?.cordoned === true,
    atRisk: readCordonMark(node?.cordonedFor ?? null)?.cause === 'risk',
  };
  const facts = { instanceId, launchedAt, pricePerHourUsd, zone, capacityType, instanceType, pods: node?.pods ?? 0 };
  return { ...facts, ...state, status: statusOf(state) };
}

function statusOf(state: Pick<WorkerView, 'ended' | 'hasNode' | 'ready' | 'cordoned' | 'atRisk'>): WorkerView['status'] {
  if (state.ended) return 'gone';
  if (!state.hasNode) return 'launching';
  if (state.cordoned && !state.atRisk) return 'draining';
  return state.ready ? 'ready' : 'not-ready';
}

/** Demand that the workers can serve: one for each that is Ready and not being emptied. */
export function servingOf(workers: readonly WorkerView[]): number {
  let serving = 0;
  for (const { status } of workers) if (status === 'ready') serving += 1;
  return serving;
}
