import type { FakeCluster } from '@smartscale/kubernetes/fake';
import { figuresAnswer, podSizesAnswer, QUERIES, type QueryName } from '@smartscale/metrics-collector/core';
import { startTlsServer, type TlsServer } from './tls-server.ts';

const GIB = 1024 ** 3;
const CORES = 2;
const AGE_SECONDS = 10;
export const AUTHORIZATION = 'Bearer of-metrics';

/** How busy the workers are. */
export type Busyness = { cpuPercent: number; readonly memoryPercent: number };

/** What Prometheus would know of the cluster, over the wire: it recognises the collector's own queries and `up`. */
export async function startPrometheusApi(cluster: FakeCluster, busyness: Busyness): Promise<TlsServer> {
  const names = new Map<string, QueryName>(Object.entries(QUERIES).map(([name, text]) => [text, name as QueryName]));
  return startTlsServer(async (request, body) => {
    if (request.headers.authorization !== AUTHORIZATION) return { status: 401, body: { error: 'who are you?' } };
    const name = names.get(new URLSearchParams(body).get('query') ?? '');
    const vector = name === undefined ? [{ labels: {}, value: 3 }] : answer(name, cluster, busyness);
    const result = vector.map(({ labels, value }) => ({ metric: labels, value: [0, String(value)] }));
    return { status: 200, body: { status: 'success', data: { resultType: 'vector', result } } };
  });
}

function answer(name: QueryName, cluster: FakeCluster, { cpuPercent, memoryPercent }: Busyness) {
  const { workers, pods, requests } = cluster.readings();
  const { ready, notReady } = workers;
  const some = (count: number) => (count === 0 ? undefined : count);
  switch (name) {
    case 'workers':
      return figuresAnswer({
        ...{ known: ready + notReady + 1, workers: some(ready + notReady), ready: some(ready), reporting: some(ready) },
        ...{ clusterAgeSeconds: AGE_SECONDS, exporterAgeSeconds: ready === 0 ? undefined : AGE_SECONDS },
      });
    case 'cpu':
      return ready === 0 ? [] : figuresAnswer({ percent: cpuPercent, cores: CORES * ready, allocatableCores: CORES * ready });
    case 'memory': {
      const totalBytes = 4 * GIB * ready;
      const availableBytes = totalBytes * (1 - memoryPercent / 100);
      return ready === 0 ? [] : figuresAnswer({ totalBytes, availableBytes, allocatableBytes: totalBytes });
    }
    case 'pods':
      return figuresAnswer({
        ...{ known: cluster.pods().length + 1, requesting: 1, pending: some(pods.pending) },
        unschedulable: some(pods.unschedulable),
        unschedulableForSeconds: pods.unschedulable === 0 ? undefined : pods.unschedulableForSeconds,
      });
    case 'unschedulableSizes':
      return podSizesAnswer(pods.unschedulableSizes);
    case 'podSizes':
      return podSizesAnswer(requests.sizes);
    case 'room': {
      const { allocatablePerWorker, daemonsPerWorker } = requests;
      if (allocatablePerWorker === null) return [];
      const { cores: allocatableCores, bytes: allocatableBytes } = allocatablePerWorker;
      return figuresAnswer({
        ...{ allocatableCores, allocatableBytes },
        ...{ daemonCores: daemonsPerWorker.cores, daemonBytes: daemonsPerWorker.bytes },
      });
    }
  }
}
