import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createKubernetesClient } from '@smartscale/kubernetes/client';
import type { World } from './world.ts';

const TIMEOUT_MILLISECONDS = 100;

/**
 * Evictions of a world go through the real client to a server of ours, which answers the first one of each pod as told and carries the
 * others out.
 */
export async function refusingOnce(world: World, refusal: { status: number; retryAfter?: number } | 'silence' | null) {
  const asked = new Map<string, number[]>();
  const inCluster = world.cluster.kubernetes.evict;
  const server = createServer((request, response) => {
    const pod = decodeURIComponent(request.url?.split('/').at(-2) ?? '');
    const times = [...(asked.get(pod) ?? []), world.clock.now()];
    asked.set(pod, times);
    request.resume();
    if (times.length === 1 && refusal !== null) return refuse(response);
    void carryOut(pod).then(() => response.writeHead(201, { 'content-type': 'application/json' }).end('{}'));
  });

  function refuse(response: ServerResponse): void {
    if (refusal === 'silence' || refusal === null) return;
    const headers = refusal.retryAfter === undefined ? {} : { 'retry-after': String(refusal.retryAfter) };
    response.writeHead(refusal.status, { 'content-type': 'application/json', ...headers }).end('{"message":"no"}');
  }

  async function carryOut(name: string): Promise<void> {
    const pod = world.cluster.pods().find((one) => one.name === name);
    if (pod) await inCluster(pod, { gracePeriodSeconds: null });
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createKubernetesClient({
    credential: async () => ({ server: url, caCertificate: '-----BEGIN CERTIFICATE-----', token: 'test' }),
    timeoutMilliseconds: TIMEOUT_MILLISECONDS,
  });
  world.cluster.kubernetes.evict = client.evict;
  return {
    /** When the first pod was asked; epoch milliseconds. */
    askedAt: (): readonly number[] => [...asked.values()][0] ?? [],
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
