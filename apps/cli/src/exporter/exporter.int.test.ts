import { spawnSync } from 'node:child_process';
import { type DomainEvent, deriveEventId, type EventStore, streamName, toTimestamp } from '@smartscale/events';
import { createMemoryEventStore } from '@smartscale/events/memory';
import { countReads } from '@smartscale/events/testing';
import { afterEach, expect, it } from 'vitest';
import { describeWithPeer } from '../../../../test/peers/peer.ts';
import { prometheusPeer } from '../../../../test/peers/prometheus/index.ts';
import { startScrapingPrometheus } from '../../../../test/peers/prometheus/scraping.ts';
import { serveFigures } from './serve-figures.ts';

const CLUSTER = 'test';
const PATIENCE = { timeout: 20_000, interval: 250 };

describeWithPeer(prometheusPeer, 'the exporter', () => {
  const open: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
  });

  async function serving(wrap: (store: EventStore) => EventStore = (store) => store) {
    const store = countReads(createMemoryEventStore({ now: Date.now }));
    const warnings: string[] = [];
    const warn = (text: string) => void warnings.push(text);
    const server = await serveFigures(wrap(store), { cluster: CLUSTER, host: '127.0.0.1', port: 0, warn, keptMilliseconds: 0 });
    open.push(server.close);
    const append = async (category: 'fleet' | 'spot', event: DomainEvent) => {
      const stream = streamName(category, CLUSTER);
      const [last] = await store.read(stream, { direction: 'backward', limit: 1 });
      const expectedVersion = last?.position ?? 0;
      const id = deriveEventId(Date.now(), stream, expectedVersion);
      const occurredAt = toTimestamp(Date.now());
      await store.append(stream, [{ ...event, id, occurredAt, correlationId: id, causationId: id }], { expectedVersion });
    };
    const ask = async (path = '/metrics') => {
      const response = await fetch(`http://127.0.0.1:${server.port}${path}`);
      return { status: response.status, text: await response.text(), type: response.headers.get('content-type') };
    };
    return { append, ask, warnings, reads: store.reads, address: `127.0.0.1:${server.port}` };
  }

  it('tells nothing wrong of a store that is empty', async () => {
    const { ask } = await serving();
    const { status, text, type } = await ask();
    expect([status, type]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    expect(text).toContain('smartscale_store_readable{cluster="test"} 1\n');
    expect(text).not.toContain('smartscale_cpu_percent{');
    expect(spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
    expect((await ask('/healthz')).status).toBe(200);
    expect((await ask('/other')).status).toBe(404);
  });

  it('is scraped by a real Prometheus, where a first warning is an increase', async () => {
    const { append, address } = await serving();
    const prometheus = await startScrapingPrometheus(address);
    open.push(prometheus.stop);
    const ask = async (query: string) => {
      const answer = await fetch(`${prometheus.url}/api/v1/query?${new URLSearchParams({ query })}`);
      const { data } = (await answer.json()) as { data: { result: { value: [number, string] }[] } };
      return data.result.map(({ value }) => Number(value[1]));
    };
    await expect.poll(() => ask('smartscale_spot_warnings_total{kind="interruption"}'), PATIENCE).toEqual([0]);
    await append('fleet', { type: 'NodeLaunched', data: launched('i-1') });
    await append('spot', { type: 'SpotWarning', data: interruption('i-1') });
    await expect
      .poll(() => ask('increase(smartscale_spot_warnings_total{kind="interruption"}[1m]) > 0'), PATIENCE)
      .toHaveLength(1);
    expect(await ask('sum by (zone) (smartscale_workers{capacity_type="spot"})')).toEqual([1]);
    expect(await ask('smartscale_events_total{stream="fleet",type="NodeLaunched"}')).toEqual([1]);
    expect(await ask('smartscale_month_workers_cost_usd >= 0')).toHaveLength(1);
  });

  it('reads only what is new, however much there is', async () => {
    const { append, ask, reads } = await serving();
    for (let index = 0; index < 200; index += 1) await append('fleet', { type: 'NodeLaunched', data: launched(`i-${index}`) });
    expect((await ask()).text).toContain('capacity_type="spot",status="launched"} 200\n');
    const before = reads.items;
    await append('fleet', { type: 'NodeLaunched', data: launched('i-new') });
    expect((await ask()).text).toContain('capacity_type="spot",status="launched"} 201\n');
    // Once to append it; then by the fleet, the books and the counters.
    expect(reads.items - before).toBeLessThanOrEqual(1 + 3);
  });

  it('keeps what it knew while the store cannot be read, and says so once', async () => {
    let isBroken = false;
    const { append, ask, warnings } = await serving((store) => ({
      ...store,
      read(...asked) {
        if (isBroken) throw new Error('AccessDenied');
        return store.read(...asked);
      },
    }));
    await append('fleet', { type: 'NodeLaunched', data: launched('i-1') });
    expect((await ask()).text).toContain('capacity_type="spot",status="launched"} 1\n');
    isBroken = true;
    await ask();
    const { status, text } = await ask();
    expect(status).toBe(200);
    expect(text).toContain('smartscale_store_readable{cluster="test"} 0\n');
    expect(text).toContain('capacity_type="spot",status="launched"} 1\n');
    expect(warnings).toEqual(['the events of test cannot be read: AccessDenied']);
    isBroken = false;
    expect((await ask()).text).toContain('smartscale_store_readable{cluster="test"} 1\n');
  });
});

function launched(instanceId: string): Extract<DomainEvent, { type: 'NodeLaunched' }>['data'] {
  return {
    ...{
      launchId: `launch-${instanceId}`,
      instanceId,
      nodeName: `worker-${instanceId}`,
      cause: 'scale-up',
      zone: 'ap-south-1a',
    },
    ...{ capacityType: 'spot', instanceType: 't3.medium', pricePerHourUsd: 0.02, replaces: null },
    ...{ launchedAt: toTimestamp(Date.now() - 60_000), joinBy: toTimestamp(Date.now() + 240_000) },
  };
}

function interruption(instanceId: string): Extract<DomainEvent, { type: 'SpotWarning' }>['data'] {
  return {
    ...{ kind: 'interruption', instanceId, nodeName: `worker-${instanceId}`, zone: 'ap-south-1a', instanceType: 't3.medium' },
    ...{
      noticedAt: toTimestamp(Date.now()),
      deadline: toTimestamp(Date.now() + 120_000),
      action: 'terminate',
      source: 'aws.ec2',
    },
  };
}
