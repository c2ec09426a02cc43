import * as z from 'zod';
import type { ClusterPod } from '../port.ts';
import { DO_NOT_DISRUPT_ANNOTATIONS, MIRROR_ANNOTATION } from './names.ts';
import { containerSchema, podRequests, quantitiesSchema } from './pod-requests.ts';

/** The fields of a Pod that are used. */
export const podSchema = z.lazy(() =>
  z.object({
    metadata: z.object({
      ...{ namespace: z.string(), name: z.string(), uid: z.string() },
      annotations: z.record(z.string(), z.string()).default({}),
      deletionTimestamp: z.string().optional(),
      deletionGracePeriodSeconds: z.number().optional(),
      ownerReferences: z.array(z.object({ kind: z.string(), controller: z.boolean().default(false) })).default([]),
    }),
    spec: z.object({
      nodeName: z.string().optional(),
      priority: z.number().default(0),
      terminationGracePeriodSeconds: z.number().default(30),
      containers: z.array(containerSchema()),
      initContainers: z.array(containerSchema()).default([]),
      overhead: quantitiesSchema(),
    }),
    status: z.object({ phase: z.enum(['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown']).catch('Unknown') }),
  }),
);

export function toClusterPod({ metadata, spec, status }: z.output<typeof podSchema>): ClusterPod {
  const { namespace, name, uid, annotations, ownerReferences, deletionTimestamp } = metadata;
  return {
    ...{ namespace, name, uid, nodeName: spec.nodeName ?? null, phase: status.phase, priority: spec.priority },
    isDaemon: ownerReferences.some(({ kind, controller }) => controller && kind === 'DaemonSet'),
    isMirror: annotations[MIRROR_ANNOTATION] !== undefined,
    doNotDisrupt: DO_NOT_DISRUPT_ANNOTATIONS.some((annotation) => (annotations[annotation] ?? 'false') !== 'false'),
    gracePeriodSeconds: metadata.deletionGracePeriodSeconds ?? spec.terminationGracePeriodSeconds,
    terminating: deletionTimestamp !== undefined,
    requests: podRequests(spec),
  };
}
