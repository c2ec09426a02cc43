import { toTimestamp } from '@smartscale/events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWithPeer } from '../../../test/peers/peer.ts';
import { type LocalPrometheus, prometheusPeer, startPrometheus } from '../../../test/peers/prometheus/index.ts';
import { prometheusHttp } from './adapters/prometheus-http.ts';
import { askAll } from './ask.ts';
import type { LoadAnswers } from './load.ts';
import { QUERIES, QUERY_NAMES } from './queries.ts';
import { type Reading, sampleFrom } from './sample.ts';
import { type RecordedCluster, type RecordedNode, type RecordedPod, toOpenMetrics } from './testing/recorded-cluster.ts';

const GIB = 1024 ** 3;
const server: RecordedNode = { name: 'server', isServer: true, idle: 0.01, availableBytes: GIB / 10 };
const system: readonly RecordedPod[] = [
  { name: 'coredns', node: 'server', cores: [0.1], bytes: [GIB / 16] },
  ...['server', 'w1', 'w2'].map((node) => ({
    name: `agent-${node}`,
    node,
    kind: 'DaemonSet',
    cores: [0.05],
    bytes: [GIB / 32],
  })),
];
const workers = (idle: number): readonly RecordedNode[] => [server, { name: 'w1', idle }, { name: 'w2', idle }];

/** Clusters of which Prometheus tells, an hour apart from each other. */
const clusters = {
  idle: { nodes: workers(1), pods: system },
  lightlyLoaded: { nodes: workers(0.7), pods: system },
  saturated: { nodes: workers(0), pods: system },
  unevenSizes: {
    nodes: [
      server,
      { name: 'w1', cpus: 2, idle: 0 },
      { name: 'big', cpus: 6, idle: 1, totalBytes: 12 * GIB, availableBytes: 12 * GIB },
    ],
    pods: system,
  },
  oneJoinedAMinuteAgo: {
    nodes: [server, { name: 'w1', idle: 0.5 }, { name: 'w2', idle: 1, scrapedForSeconds: 60 }],
    pods: system,
  },
  oneNotReady: { nodes: [server, { name: 'w1', idle: 0.4 }, { name: 'w2', idle: 0, ready: false }], pods: system },
  oneWithoutExporter: { nodes: [server, { name: 'w1', idle: 0.4 }, { name: 'w2', scrapedForSeconds: null }], pods: system },
  serverOnly: { nodes: [server], pods: system },
  exportersDown: { nodes: [server, { name: 'w1', scrapedForSeconds: null }], pods: system },
  kubeStateDown: { nodes: [], pods: [] },
  crowded: {
    nodes: workers(0.2),
    pods: [
      ...system,
      { name: 'web-1', node: 'w1', cores: [0.25, 0.05], bytes: [GIB / 2, GIB / 4] },
      { name: 'web-2', node: 'w2', cores: [0.25, 0.05], bytes: [GIB / 2, GIB / 4] },
      { name: 'starting', node: 'w2', phase: 'Pending', cores: [1], bytes: [GIB] },
      { name: 'careless', node: 'w2' },
      { name: 'done', node: 'w2', kind: 'Job', phase: 'Succeeded', cores: [1.5], bytes: [3 * GIB] },
      { name: 'mirror', node: 'w1', kind: 'Node', cores: [0.1], bytes: [GIB / 32] },
      { name: 'waits-1', phase: 'Pending', unschedulable: true, ageSeconds: 200, cores: [0.5], bytes: [GIB] },
      { name: 'waits-2', phase: 'Pending', unschedulable: true, ageSeconds: 50, cores: [0.5] },
    ],
  },
} as const satisfies Record<string, RecordedCluster>;

type Name = keyof typeof clusters;
const names = Object.keys(clusters) as Name[];
const HOUR_SECONDS = 3_600;
const firstAt = Math.floor(Date.now() / 1_000 / HOUR_SECONDS) * HOUR_SECONDS - (names.length + 3) * HOUR_SECONDS;
const timeOf = (name: Name) => firstAt + names.indexOf(name) * HOUR_SECONDS;

describeWithPeer(prometheusPeer, 'every query on a real Prometheus', () => {
  let peer: LocalPrometheus;
  beforeAll(async () => {
    peer = await startPrometheus(names.map((name) => toOpenMetrics(clusters[name], timeOf(name))).join(''));
  });
  afterAll(() => peer?.stop());

  async function reading(name: Name, afterSeconds = 0): Promise<Reading> {
    const at = timeOf(name) + afterSeconds;
    const clock = { now: () => at * 1_000, sleep: async () => {} };
    const prometheus = prometheusHttp({ url: peer.url, settings: { url: 'url', authorization: 'file' }, timeoutSeconds: 10 });
    const { answers } = await askAll(
      prometheus,
      QUERY_NAMES.map((query) => QUERIES[query]),
      { at, clock },
    );
    const failed = answers.find((answer) => 'reason' in answer);
    expect(failed).toBeUndefined();
    const load = Object.fromEntries(QUERY_NAMES.map((query, index) => [query, answers[index]])) as LoadAnswers;
    const tick = { tickAt: toTimestamp(at * 1_000), tickEpochMilliseconds: at * 1_000 };
    return sampleFrom(
      { load, application: [] },
      { ...tick, askedAtEpochSeconds: at, intervalSeconds: 120, applicationSignals: [] },
    );
  }
  const sample = (expected: object) => ({ kind: 'sampled', sample: expected });

  it.each([
    ['idle', 0],
    ['lightlyLoaded', 30],
    ['saturated', 100],
  ] as const)('CPU of %s workers is %d percent, whatever the server does', async (name, percent) => {
    expect(await reading(name)).toMatchObject(
      sample({
        missing: [],
        workers: { ready: 2, notReady: 0, reporting: 2 },
        cpu: { percent, usedCores: (4 * percent) / 100, allocatableCores: 3.8 },
        memory: { percent: 50, usedBytes: 4 * GIB, allocatableBytes: 7 * GIB },
      }),
    );
  });

  it('CPU and memory weigh workers by their size', async () => {
    const whole = { cpu: { percent: 25, usedCores: 2 }, memory: { percent: 12.5, usedBytes: 2 * GIB } };
    expect(await reading('unevenSizes')).toMatchObject(sample(whole));
  });

  it('a worker that joined a minute ago does not look busy', async () => {
    expect(await reading('oneJoinedAMinuteAgo')).toMatchObject(sample({ cpu: { percent: 25 }, workers: { reporting: 2 } }));
  });

  it('a NotReady worker counts as such and in no figure', async () => {
    const rest = { cpu: { percent: 60, allocatableCores: 1.9 }, workers: { ready: 1, notReady: 1, reporting: 1 } };
    expect(await reading('oneNotReady')).toMatchObject(sample(rest));
  });

  it('a worker without an exporter is seen not to report', async () => {
    const rest = { cpu: { percent: 60, allocatableCores: 3.8 }, workers: { ready: 2, notReady: 0, reporting: 1 } };
    expect(await reading('oneWithoutExporter')).toMatchObject(sample(rest));
  });

  it('a cluster without workers is a sample; one without exporters or without kube-state-metrics is a miss', async () => {
    const empty = { workers: { ready: 0, notReady: 0, reporting: 0 }, cpu: null, memory: null, pods: { pending: 0 } };
    expect(await reading('serverOnly')).toMatchObject(sample(empty));
    expect(await reading('exportersDown')).toMatchObject({ kind: 'missed', reason: 'empty' });
    expect(await reading('kubeStateDown')).toMatchObject({ kind: 'missed', reason: 'empty' });
  });

  it('pods: waiting ones with age and size; bound ones by size without DaemonSet, mirror and finished pods', async () => {
    expect(await reading('crowded')).toMatchObject(
      sample({
        missing: [],
        pods: {
          pending: 3,
          unschedulable: 2,
          unschedulableForSeconds: 200,
          unschedulableSizes: [
            { cores: 0.5, bytes: GIB, count: 1 },
            { cores: 0.5, bytes: 0, count: 1 },
          ],
        },
        requests: {
          cores: 1.6,
          bytes: 2.5 * GIB,
          sizes: [
            { cores: 1, bytes: GIB, count: 1 },
            { cores: 0.3, bytes: 0.75 * GIB, count: 2 },
            { cores: 0, bytes: 0, count: 1 },
          ],
          daemonsPerWorker: { cores: 0.15, bytes: GIB / 16 },
          allocatablePerWorker: { cores: 1.9, bytes: 3.5 * GIB },
        },
      }),
    );
  });

  it('the age is that of the last scrape', async () => {
    expect(await reading('idle')).toMatchObject(sample({ ageSeconds: 0 }));
    expect(await reading('idle', 70)).toMatchObject(sample({ ageSeconds: 70 }));
  });
});
