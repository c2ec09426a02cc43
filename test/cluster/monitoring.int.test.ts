import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { describeWithPeer } from '../peers/peer.ts';
import { startPeerProcess } from '../peers/peer-process.ts';
import { prometheusPeer } from '../peers/prometheus/index.ts';
import { PROMETHEUS_READY } from '../peers/prometheus/ready.ts';
import { documentsIn, textOfConfigMap } from './manifests.ts';

const START_TIMEOUT_SECONDS = 20;
const folder = mkdtempSync(join(tmpdir(), 'smartscale-monitoring-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What Kubernetes would tell of a pod's port. */
type Discovered = { readonly address: string; readonly labels: Readonly<Record<string, string>> };

const pod = (address: string, labels: Readonly<Record<string, string>>): Discovered => ({
  address,
  labels: Object.fromEntries(Object.entries(labels).map(([name, value]) => [`__meta_kubernetes_${name}`, value])),
});

const PODS = [
  pod('10.40.4.7:9100', {
    pod_label_app_kubernetes_io_name: 'node-exporter',
    pod_node_name: 'worker-i-1',
    namespace: 'monitoring',
  }),
  pod('10.42.1.2:8080', {
    pod_annotation_prometheus_io_scrape: 'true',
    pod_annotation_prometheus_io_port: '9464',
    pod_annotation_prometheus_io_path: '/internal/metrics',
    pod_label_app_kubernetes_io_name: 'shop',
    pod_name: 'shop-1',
    namespace: 'apps',
  }),
  pod('10.42.1.3:8080', { pod_annotation_prometheus_io_scrape: 'true', pod_name: 'plain', namespace: 'apps' }),
  pod('10.42.1.4:8080', { pod_name: 'silent', namespace: 'apps' }),
];

/** Debian's Prometheus is built without Kubernetes, so the pods that it would find are given to it; all else is as in the manifest. */
function configuration(): string {
  const text = textOfConfigMap(documentsIn('infra/cluster/monitoring/prometheus.yaml'), 'prometheus.yml');
  const found = JSON.stringify(PODS.map(({ address, labels }) => ({ targets: [address], labels })));
  return text.replace(/kubernetes_sd_configs:\n( +- role: pod\n)( +namespaces: .*\n)?/g, `static_configs: ${found}\n`);
}

function written(text: string): string {
  const file = join(folder, 'prometheus.yml');
  writeFileSync(file, text);
  return file;
}

type Target = { readonly scrapeUrl: string; readonly labels: Readonly<Record<string, string>> };

async function activeTargets(): Promise<readonly Target[]> {
  const server = await startPeerProcess({
    command: 'prometheus',
    args: [
      `--config.file=${written(configuration())}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      '--web.listen-address=127.0.0.1:0',
    ],
    ready: PROMETHEUS_READY,
    timeoutSeconds: START_TIMEOUT_SECONDS,
  });
  try {
    // Discovery hands its targets over a few seconds after the start.
    for (let attempt = 0; attempt < 50; attempt += 1) {
      const answer = await fetch(`http://${server.ready[1]}/api/v1/targets`);
      const { data } = (await answer.json()) as { data: { activeTargets: Target[] } };
      if (data.activeTargets.length > 0) return data.activeTargets;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    return [];
  } finally {
    await server.stop();
  }
}

describeWithPeer(prometheusPeer, 'Prometheus', () => {
  const check = (text: string) => spawnSync('promtool', ['check', 'config', written(text)], { encoding: 'utf8' });

  it('accepts the scrape configuration, and not one with a seeded fault', () => {
    expect(check(configuration())).toMatchObject({ status: 0, stdout: expect.stringContaining('SUCCESS') });
    expect(check(configuration().replace('action: keep', 'action: keeep')).status).not.toBe(0);
  });

  it('scrapes each machine under its node, and the pods that ask for it', async () => {
    const targets = await activeTargets();
    expect(Object.fromEntries(targets.map(({ scrapeUrl, labels }) => [scrapeUrl, labels]))).toEqual({
      'http://10.40.4.7:9100/metrics': { job: 'node-exporter', instance: '10.40.4.7:9100', node: 'worker-i-1' },
      'http://10.42.1.2:9464/internal/metrics': {
        job: 'pods',
        instance: '10.42.1.2:9464',
        namespace: 'apps',
        pod: 'shop-1',
        app: 'shop',
      },
      'http://10.42.1.3:8080/metrics': { job: 'pods', instance: '10.42.1.3:8080', namespace: 'apps', pod: 'plain' },
      'http://kube-state-metrics.monitoring.svc:8080/metrics': {
        job: 'kube-state-metrics',
        instance: 'kube-state-metrics.monitoring.svc:8080',
      },
    });
  });
});
