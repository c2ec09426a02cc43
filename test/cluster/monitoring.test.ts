import { describe, expect, it } from 'vitest';
import { parseYml } from '../../packages/runtime/src/serverless-yml/parse-yml.ts';
import { documentsIn, documentsUnder, textOfConfigMap } from './manifests.ts';

const documents = documentsUnder('infra/cluster/monitoring');
const workloads = documents.flatMap(({ metadata, spec }) =>
  spec?.template ? [[metadata.name, spec.template.spec] as const] : [],
);

describe('the monitoring', () => {
  it('has its own namespace, service accounts and roles', () => {
    const named = (kind: string) => documents.filter((document) => document.kind === kind).map(({ metadata }) => metadata.name);
    expect(named('Namespace')).toEqual(['monitoring']);
    for (const { kind, metadata } of documents) {
      if (!/^(Namespace|Cluster)/.test(kind)) expect(metadata.namespace, `${kind} ${metadata.name}`).toBe('monitoring');
    }
    for (const [name, { serviceAccountName }] of workloads) {
      if (serviceAccountName) expect(named('ServiceAccount'), name).toContain(serviceAccountName);
    }
  });

  it.each(workloads)('%s is pinned, sized and without needless rights', (_, pod) => {
    expect(pod.securityContext?.runAsNonRoot).toBe(true);
    for (const { image, resources, securityContext } of pod.containers) {
      expect(image).toMatch(/:v\d+\.\d+\.\d+$/);
      expect(resources?.requests).toMatchObject({ cpu: expect.any(String), memory: expect.any(String) });
      expect(resources?.limits).toMatchObject({ memory: expect.any(String) });
      expect(securityContext?.allowPrivilegeEscalation).toBe(false);
    }
  });

  it.each(workloads.filter(([name]) => name !== 'node-exporter'))('%s does not go with a worker', (_, pod) => {
    expect(pod.nodeSelector).toEqual({ 'node-role.kubernetes.io/control-plane': 'true' });
  });

  it('is scraped as the queries of metrics-collector need it', () => {
    const text = textOfConfigMap(documentsIn('infra/cluster/monitoring/prometheus.yaml'), 'prometheus.yml');
    const { scrape_configs: jobs } = parseYml(text, 'prometheus.yml') as { scrape_configs: { job_name: string }[] };
    const job = (name: string) => jobs.find(({ job_name }) => job_name === name);
    expect(job('kube-state-metrics')).toMatchObject({
      honor_labels: true,
      static_configs: [{ targets: ['kube-state-metrics.monitoring.svc:8080'] }],
    });
    expect(job('node-exporter')).toMatchObject({
      kubernetes_sd_configs: [{ role: 'pod' }],
      relabel_configs: [
        {
          source_labels: ['__meta_kubernetes_pod_label_app_kubernetes_io_name'],
          regex: '(prometheus-)?node-exporter',
          action: 'keep',
        },
        { source_labels: ['__meta_kubernetes_pod_node_name'], target_label: 'node' },
      ],
    });
  });
});
