import { type Outcome, Tally } from '@smartscale/backtest';
import type { Foreseen } from '@smartscale/decision-engine/core';
import type { AdoptedPolicy } from '@smartscale/events';
import { type EvaluationOptions, evaluations } from './evaluations.ts';
import type { RehearsedDemand } from './load.ts';
import { type FleetModel, ModelFleet } from './model-fleet.ts';

const MINUTE = 60_000;

export type RehearsalOptions = Pick<EvaluationOptions, 'learnt'> & {
  /** In force at a moment (epoch milliseconds); asked with rising moments. The same object while nothing changes. */
  readonly policyAt: (moment: number) => AdoptedPolicy;
  readonly fleet: FleetModel;
  /** Whole minutes between two evaluations. */
  readonly intervalMinutes: number;
  /** How many minutes old the newest sample is that an evaluation sees. */
  readonly sampleAgeMinutes?: number;
  /** How old a sample says it is, where that is not all. */
  readonly sampleAgeSeconds?: number;
  /** Whether a policy sizes by price, at any time. */
  readonly isPriced: boolean;
  /** The newest forecast at a moment. */
  readonly forecastAt?: (moment: number) => Foreseen | null;
  /** Called each minute with the workers that serve and those on their way. */
  readonly observe?: (minute: number, serving: number, coming: number) => void;
};

/**
 * The decision engine in a closed loop: what it decides changes the fleet that the next sample shows. Pure; nothing is written. A launched
 * worker is paid at once and serves when it has joined; one that is taken away serves no more and is paid until it is drained.
 */
export function rehearse(demand: RehearsedDemand, options: RehearsalOptions): Outcome {
  const { policyAt, intervalMinutes, sampleAgeMinutes = 0, forecastAt, observe } = options;
  const { sampleAgeSeconds = sampleAgeMinutes * 60 } = options;
  const fleet = new ModelFleet(options.fleet, policyAt(demand.startAt).policy.mix, demand.startAt);
  const decide = evaluations({ ...options, intervalSeconds: intervalMinutes * 60, sampleAgeSeconds });
  const tally = new Tally();
  let waitingSince: number | null = null;
  let usdMinutes = 0;
  for (let minute = 0; minute < demand.workers.length; minute += 1) {
    const now = demand.startAt + minute * MINUTE;
    fleet.advance(now);
    const wanted = demand.workers[minute] as number;
    if (!(wanted > fleet.serving)) waitingSince = null;
    else waitingSince ??= minute;
    if (minute % intervalMinutes === 0) {
      const waitingSeconds = 60 * (minute - (waitingSince ?? minute));
      const load = demand.loadAt(Math.max(0, minute - sampleAgeMinutes), { serving: fleet.serving, waitingSeconds });
      const adopted = policyAt(now);
      const { from, to } = decide({ now, load, fleet: fleet.state(), adopted, forecast: forecastAt?.(now) ?? null });
      if (from !== to) fleet.resize({ from, to, mix: adopted.policy.mix, now });
    }
    const paid = fleet.serving + fleet.coming + fleet.leaving;
    tally.add(wanted, fleet.serving, paid);
    if (!Number.isNaN(wanted)) usdMinutes += fleet.usdPerHour;
    observe?.(minute, fleet.serving, fleet.coming);
  }
  const { launches, terminations } = fleet;
  return tally.outcome({ launches, terminations, usd: usdMinutes / 60 });
}
