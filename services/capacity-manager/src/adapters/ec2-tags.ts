import type { Tag } from '@aws-sdk/client-ec2';
import type { LaunchRequest } from '../ports.ts';

/** The tags that make an instance ours. The IAM conditions in serverless.yml name the first two. */
export const TAG = {
  cluster: 'smartscale:cluster',
  role: 'smartscale:role',
  launch: 'smartscale:launch',
  operation: 'smartscale:operation',
  correlation: 'smartscale:correlation',
} as const;

export const WORKER_ROLE = 'worker';

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
