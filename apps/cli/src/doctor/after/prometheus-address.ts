import { type Judgement, ok, warning } from '../finding.ts';

/** What the collector was deployed with, and what the cluster's stack says now. Null: it says nothing. */
export type PrometheusAddress = { readonly asked: string; readonly ofCluster: string | null };

export function judgePrometheusAddress({ asked, ofCluster }: PrometheusAddress): Judgement {
  if (ofCluster === null || asked === ofCluster) return ok(`${asked} is asked`);
  return warning(
    `${asked} is asked, the cluster's own is ${ofCluster}`,
    'as it should be when SMARTSCALE_PROMETHEUS_URL names another one; else it has moved: deploy services/metrics-collector again',
  );
}
