import type { Activity } from './activity.ts';

/**
 * 30 days of the trace nasa-http with seed 1, every knob at its default: `smartscale simulate --days 30 --store sqlite:month.db`, then
 * `smartscale cost --control-plane --store sqlite:month.db --json`. The fleet grew 61 times and shrank 119 times.
 */
export const SIMULATED_MONTH: Activity = {
  days: 30,
  invocations: {
    'outbox-relay/relay': 43_852,
    'metrics-collector/sample': 21_600,
    'decision-engine/evaluate': 21_600,
    'capacity-manager/reconcile': 21_600,
    'projections/project': 961,
    'spot-guard/guard': 238,
    'notifier/notify': 192,
    'notifier/retell': 8_640,
    'notifier/report': 720,
    'capacity-manager/scale': 180,
  },
  scheduleCalls: 30_960,
  events: 44_346,
  eventBytes: 66_702_000,
  metricHours: 831,
};
