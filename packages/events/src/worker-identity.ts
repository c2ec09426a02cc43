/**
 * The tags of every instance of a cluster. By these the services know their own workers, and IAM lets them touch nothing else; the
 * launch template and the policies in `infra` and beside the services write the same ones.
 */
export const CLUSTER_TAG = 'smartscale:cluster';
export const ROLE_TAG = 'smartscale:role';

/** The value of ROLE_TAG on a worker. */
export const WORKER_ROLE = 'worker';

/** The name of a worker's Node: the user data of the launch template gives it. */
export function nodeNameOf(instanceId: string): string {
  return `worker-${instanceId}`;
}
