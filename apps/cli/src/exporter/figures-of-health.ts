import type { Family } from './exposition.ts';
import type { Facts } from './facts.ts';
import { counter, gauge } from './gauge.ts';

/** What was decided and happened since the exporter began, and how old the newest of everything is. */
export function figuresOfHealth(facts: Facts): readonly Family[] {
  const { cluster, now, policy, lastTick, lastSample, lastDecision } = facts;
  const ageOf = (event: { readonly occurredAt: string } | null) =>
    event && Math.max(0, (now - Date.parse(event.occurredAt)) / 1_000);
  const missed = lastTick?.type === 'MetricsMissed' ? lastTick.data.consecutive : 0;
  return [
    counter('smartscale_decisions_total', 'Decisions, by action and what settled them.', { cluster }, facts.decisions),
    counter('smartscale_events_total', 'Events recorded, by stream and type.', { cluster }, facts.events),
    counter('smartscale_spot_warnings_total', 'What EC2 said of Spot workers, by kind.', { cluster }, facts.spotWarnings),
    gauge('smartscale_wanted_workers', 'What the last decision wanted.', { cluster }, lastDecision?.data.to),
    gauge('smartscale_last_sample_age_seconds', 'Age of the newest sample.', { cluster }, ageOf(lastSample)),
    gauge('smartscale_last_decision_age_seconds', 'Age of the newest decision.', { cluster }, ageOf(lastDecision)),
    gauge('smartscale_samples_missed_in_a_row', 'Ticks without a sample up to now.', { cluster }, lastTick && missed),
    gauge(
      'smartscale_offerings_unavailable',
      'Offerings that are left alone for want of capacity.',
      { cluster },
      shunned(facts),
    ),
    gauge('smartscale_policy_version', 'Which policy is in force; 0: none was adopted.', { cluster }, policy?.version ?? 0),
  ];
}

function shunned({ fleet, now }: Facts): number {
  return fleet.unavailable.filter(({ until }) => Date.parse(until) > now).length;
}
