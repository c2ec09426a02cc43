/** What a worker has to give. */
export const WORKER = { cores: 2, gibibytes: 4 } as const;

/** What one pod of the workload asks for. */
export const WEB_POD = { cores: 0.25, gibibytes: 0.25 } as const;

/** How a K3s server's Node is known. */
export const SERVER_LABEL = 'node-role.kubernetes.io/control-plane';
