import * as z from 'zod';
import type { ClusterNode } from '../port.ts';
import { CORDONED_FOR_ANNOTATION, ZONE_LABEL } from './names.ts';

const text = () => z.record(z.string(), z.string());

/** The fields of a Node that are used. */
export const nodeSchema = z.lazy(() =>
  z.object({
    metadata: z.object({
      name: z.string(),
      creationTimestamp: z.iso.datetime(),
      labels: text().default({}),
      annotations: text().default({}),
    }),
    spec: z.object({ providerID: z.string().optional(), unschedulable: z.boolean().default(false) }).prefault({}),
    status: z.object({ conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]) }).prefault({}),
  }),
);

const PROVIDER_ID = /^aws:\/\/[^/]*\/([^/]*)\/([^/]+)$/;
const SERVER_LABELS = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'];

export function toClusterNode({ metadata, spec, status }: z.output<typeof nodeSchema>): ClusterNode {
  const { name, labels, annotations, creationTimestamp } = metadata;
  const [, zone, instanceId] = PROVIDER_ID.exec(spec.providerID ?? '') ?? [];
  return {
    name,
    instanceId: instanceId ?? null,
    zone: labels[ZONE_LABEL] ?? (zone || null),
    ready: status.conditions.some((condition) => condition.type === 'Ready' && condition.status === 'True'),
    cordoned: spec.unschedulable,
    cordonedFor: annotations[CORDONED_FOR_ANNOTATION] ?? null,
    isServer: SERVER_LABELS.some((label) => labels[label] !== undefined),
    createdAt: Date.parse(creationTimestamp),
  };
}
