import type { Tag } from '@aws-sdk/client-ec2';
import { CLUSTER_TAG, ROLE_TAG, WORKER_ROLE } from '@smartscale/events';
import type { LaunchRequest } from '../ports.ts';

/** What a launch writes on its instance: the first two make it ours, the others tell where it came from. */
export const TAG = {
  cluster: CLUSTER_TAG,
  role: ROLE_TAG,
  launch: 'smartscale:launch',
  operation: 'smartscale:operation',
  correlation: 'smartscale:correlation',
} as const;

export function tagsOf({ clusterId, launchId, operationId, correlationId }: LaunchRequest): Tag[] {
  const values = {
    [TAG.cluster]: clusterId,
    [TAG.role]: WORKER_ROLE,
    [TAG.launch]: launchId,
    [TAG.operation]: operationId,
    [TAG.correlation]: correlationId,
    Name: `${clusterId}-worker`,
  };
  return Object.entries(values).map(([Key, Value]) => ({ Key, Value }));
}

export function tagValue(tags: readonly Tag[] | undefined, key: string): string | null {
  return tags?.find(({ Key }) => Key === key)?.Value ?? null;
}
