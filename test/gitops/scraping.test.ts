import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { documentsIn, textOfConfigMap } from '../cluster/manifests.ts';

type Job = { readonly job_name: string };
const jobsIn = (text: string) => (parse(text) as { scrape_configs: Job[] }).scrape_configs;

it('Prometheus of Git scrapes what metrics-collector asks for just as that of the server does', () => {
  const ours = jobsIn(readFileSync(new URL('../../gitops/base/monitoring/prometheus/prometheus.yml', import.meta.url), 'utf8'));
  const theirs = jobsIn(textOfConfigMap(documentsIn('infra/cluster/monitoring/prometheus.yaml'), 'prometheus.yml'));
  expect(theirs.map(({ job_name }) => job_name)).toEqual(['kube-state-metrics', 'node-exporter', 'pods']);
  expect(ours).toEqual(expect.arrayContaining(theirs));
});
