import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createHandlers as engineHandlers } from '@smartscale/decision-engine/handler';
import {
  type ApplicationSignalPolicy,
  type DomainEvent,
  defaultPolicy,
  deriveEventId,
  policySchema,
  type RecordedEvent,
  type StreamName,
  streamName,
  toTimestamp,
} from '@smartscale/events';
import { createMemoryEventStore } from '@smartscale/events/memory';
import { silent, systemClock } from '@smartscale/lambda';
import { prometheusHttp } from '@smartscale/metrics-collector/adapters';
import { createHandlers as collectorHandlers } from '@smartscale/metrics-collector/handler';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { describeWithPeer } from '../peers/peer.ts';
import { type LocalPrometheus, prometheusPeer } from '../peers/prometheus/index.ts';
import { startScrapingPrometheus } from '../peers/prometheus/scraping.ts';
import { type QuietCluster, startQuietCluster } from './quiet-cluster.ts';
import { type StartedApp, startDemoApp } from './started-app.ts';

const CLUSTER = 'demo';
const WORKERS = ['worker-1', 'worker-2'];
const INTERVAL_SECONDS = 120;
const PATIENCE = { timeout: 20_000, interval: 250 };
const context = { awsRequestId: 'r', functionName: 'f', getRemainingTimeInMillis: () => 60_000 };

/** The two signals that the example shows as a comment. One sample above the threshold is enough here. */
function exampleSignals(): readonly ApplicationSignalPolicy[] {
  const text = readFileSync(new URL('../../policy.example.yaml', import.meta.url), 'utf8');
  const [, block = ''] = text.split('# In place of `application: []` above:\n#\n');
  const { application } = parse(block.replace(/^# {0,2}/gm, '')) as { application: ApplicationSignalPolicy[] };
  const { signals } = policySchema.parse({ signals: { application } });
  return signals.application.map((signal) => ({ ...signal, samples: 1 }));
}

describeWithPeer(prometheusPeer, "the demo application's signals", () => {
  let app: StartedApp;
  let cluster: QuietCluster;
  let prometheus: LocalPrometheus;
  beforeAll(async () => {
    [app, cluster] = await Promise.all([startDemoApp({ QUEUE_WORKERS: '1', CPU_THREADS: '1' }), startQuietCluster(WORKERS)]);
    prometheus = await startScrapingPrometheus(app.host, cluster.host);
  });
  afterAll(async () => {
    await prometheus?.stop();
    cluster?.close();
    await app?.stop();
  });

  const connect = () =>
    prometheusHttp({ url: prometheus.url, settings: { url: 'url', authorization: 'authorization' }, timeoutSeconds: 5 });
  const ask = async (expression: string) => (await connect().query(expression, { at: Date.now() / 1_000 })).at(0)?.value;

  it('are answered by a real Prometheus that scrapes it', async () => {
    const [queue, rate] = exampleSignals();
    await fetch(`${app.url}/`);
    await expect.poll(() => ask(queue?.query ?? ''), PATIENCE).toBe(0);
    await expect.poll(() => ask('sum(demo_requests_total)'), PATIENCE).toBe(1);
    // A rate is of what grows between two scrapes.
    for (let request = 0; request < 20; request += 1) await fetch(`${app.url}/`);
    await fetch(`${app.url}/jobs?count=150&cpuMilliseconds=10000`, { method: 'POST' });
    await expect.poll(() => ask(queue?.query ?? ''), PATIENCE).toBeGreaterThan(140);
    await expect.poll(() => ask(rate?.query ?? ''), PATIENCE).toBeGreaterThan(0);
  });

  it('make a decision: a long queue asks for a worker more, and is named as the reason', async () => {
    const store = createMemoryEventStore({ now: Date.now });
    const append = async (stream: StreamName, ...events: DomainEvent[]) => {
      for (const event of events) {
        const [last] = await store.read(stream, { direction: 'backward', limit: 1 });
        const position = last?.position ?? 0;
        const id = deriveEventId(Date.now(), stream, position);
        const occurredAt = toTimestamp(Date.now());
        await store.append(stream, [{ ...event, id, occurredAt, correlationId: id, causationId: id }], {
          expectedVersion: position,
        });
      }
    };
    const signals = { ...defaultPolicy().signals, application: [...exampleSignals()] };
    const policy = { ...defaultPolicy(), signals };
    await append(streamName('policy', CLUSTER), { type: 'PolicyAdopted', data: { policy, author: 'test', note: '' } });
    await append(streamName('fleet', CLUSTER), ...WORKERS.flatMap(joining));

    const clock = systemClock;
    const shared = { store, clusterId: CLUSTER, clock, telemetry: silent };
    const collector = collectorHandlers({ ...shared, prometheus: connect(), intervalSeconds: INTERVAL_SECONDS });
    await collector.sample({ tickAt: toTimestamp(Date.now()) }, context);
    const [sample] = (await store.read(streamName('metrics', CLUSTER))) as readonly RecordedEvent<'MetricsSampled'>[];
    expect(sample?.data).toMatchObject({ missing: [], workers: { ready: 2 }, application: [{ name: 'queue_depth' }, {}] });

    await sleep(5);
    await engineHandlers(shared).evaluate(deliveryOf(sample as RecordedEvent), context);
    const [decided] = (await store.read(streamName('scaling', CLUSTER))) as readonly RecordedEvent<'ScaleDecided'>[];
    expect(decided?.data).toMatchObject({ action: 'up', from: 2, to: 3, decidedBy: 'application:queue_depth' });
    expect(decided?.data.reason).toContain('queue_depth');
  });
});

function joining(nodeName: string): readonly DomainEvent<'NodeLaunched' | 'NodeJoined'>[] {
  const instanceId = `i-${nodeName}`;
  const began = Date.now() - 3_600_000;
  const launched = {
    ...{
      launchId: `launch-${nodeName}`,
      instanceId,
      nodeName,
      cause: 'scale-up' as const,
      zone: 'ap-south-1a',
      replaces: null,
    },
    ...{ capacityType: 'on-demand' as const, instanceType: 't3.medium', pricePerHourUsd: 0.0448 },
    ...{ launchedAt: toTimestamp(began), joinBy: toTimestamp(began + 300_000) },
  };
  return [
    { type: 'NodeLaunched', data: launched },
    { type: 'NodeJoined', data: { instanceId, nodeName, afterSeconds: 60 } },
  ];
}

function deliveryOf(event: RecordedEvent) {
  return {
    ...{ version: '0', id: event.id, source: 'smartscale.metrics-collector', 'detail-type': event.type, account: '' },
    ...{ time: event.recordedAt, region: '', resources: [], detail: structuredClone(event) },
  };
}
