import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const GIB = 1024 ** 3;
const PHASES = ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'];

export type QuietCluster = { readonly host: string; close(): void };

/** kube-state-metrics and node-exporter in one, of workers that are half busy and have room. */
export async function startQuietCluster(workers: readonly string[]): Promise<QuietCluster> {
  const began = performance.now();
  const server = createServer((_, response) => {
    const seconds = (performance.now() - began) / 1_000;
    response.end(`${workers.flatMap((node) => tell(node, seconds)).join('\n')}\n`);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function tell(node: string, seconds: number): readonly string[] {
  const pod = `namespace="apps",pod="demo-${node}"`;
  return [
    `kube_node_status_condition{node="${node}",condition="Ready",status="true"} 1`,
    `kube_node_status_allocatable{node="${node}",resource="cpu",unit="core"} 2`,
    `kube_node_status_allocatable{node="${node}",resource="memory",unit="byte"} ${4 * GIB}`,
    `node_cpu_seconds_total{node="${node}",cpu="0",mode="idle"} ${100 + seconds / 2}`,
    `node_cpu_seconds_total{node="${node}",cpu="0",mode="user"} ${100 + seconds / 2}`,
    `node_memory_MemTotal_bytes{node="${node}"} ${4 * GIB}`,
    `node_memory_MemAvailable_bytes{node="${node}"} ${2 * GIB}`,
    `kube_pod_info{${pod},node="${node}",created_by_kind="ReplicaSet"} 1`,
    ...PHASES.map((phase) => `kube_pod_status_phase{${pod},phase="${phase}"} ${Number(phase === 'Running')}`),
    `kube_pod_container_resource_requests{${pod},node="${node}",container="demo",resource="cpu",unit="core"} 0.5`,
    `kube_pod_container_resource_requests{${pod},node="${node}",container="demo",resource="memory",unit="byte"} ${GIB / 4}`,
  ];
}
