import type { Activity } from './activity.ts';

/**
 * 30 days of the trace nasa-http with seed 1, every knob at its default: `smartscale simulate --days 30 --store sqlite:month.db`, then
 * `smartscale cost --control-plane --store sqlite:month.db --json`. The fleet grew 76 times and shrank 115 times.
 */
export const SIMULATED_MONTH: Activity = {
  days: 30,
  invocations: {
    'outbox-relay/relay': 46_801,
    'metrics-collector/sample': 21_600,
    'decision-engine/evaluate': 21_600,
    'decision-engine/forecast': 2_880,
    'capacity-manager/reconcile': 21_600,
    'projections/project': 963,
    'spot-guard/guard': 230,
    'notifier/notify': 273,
    'notifier/retell': 8_640,
    'notifier/report': 720,
    'capacity-manager/scale': 191,
  },
  scheduleCalls: 33_840,
  events: 49_717,
  eventBytes: 79_422_633,
  metricHours: 829,
};
