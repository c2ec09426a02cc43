import { QUERIES } from '@smartscale/metrics-collector/core';
import type { PrometheusPort } from '@smartscale/metrics-collector/handler';
import type { OutageKind } from '../../world/prometheus/outages.ts';
import type { Hostility } from '../hostility.ts';

const LIES: Readonly<Record<string, number>> = { 'lying-low': 0.02, 'lying-high': 4 };

/** The outage that the plan has for now, of those that the world's Prometheus knows itself. */
export function outageNow(hostility: Hostility): OutageKind | null {
  const variant = hostility.lasting('prometheus')?.variant;
  return variant === 'silent' || variant === 'error' || variant === 'stale' || variant === 'partial' ? variant : null;
}

/** A Prometheus that may tell of a load that is not there. */
export function hostilePrometheus(port: PrometheusPort, hostility: Hostility): PrometheusPort {
  return {
    async query(expression, options) {
      const fault = hostility.strikes('prometheus', 'query');
      const answer = await port.query(expression, options);
      const lie = LIES[fault?.variant ?? ''];
      if (lie === undefined || expression !== QUERIES.cpu) return answer;
      return answer.map(({ labels, value }) => ({ labels, value: value * lie }));
    },
  };
}
