import type { Activity } from './activity.ts';

/**
 * 30 days of the trace nasa-http with seed 1, every knob at its default: `smartscale simulate --days 30 --store sqlite:month.db`, then
 * `smartscale cost --control-plane --store sqlite:month.db --json`. The fleet grew 72 times and shrank 115 times.
 */
export const SIMULATED_MONTH: Activity = {
  days: 30,
  invocations: {
    'outbox-relay/relay': 46_786,
    'metrics-collector/sample': 21_599,
    'decision-engine/evaluate': 21_599,
    'decision-engine/forecast': 2_880,
    'capacity-manager/reconcile': 21_599,
    'projections/project': 962,
    'spot-guard/guard': 232,
    'notifier/notify': 227,
    'notifier/retell': 8_640,
    'notifier/report': 720,
    'capacity-manager/scale': 187,
  },
  scheduleCalls: 33_839,
  events: 49_694,
  eventBytes: 79_381_665,
  metricHours: 725,
};
