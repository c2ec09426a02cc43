import { type Contender, EVALUATION_MINUTES, JOIN_MINUTES } from '@smartscale/backtest';
import type { Policy } from '@smartscale/events';
import { demandOfTrace } from './demand-of-trace.ts';
import { type Forecasts, forecastsOf, newestOf } from './forecasts.ts';
import type { RehearsedDemand } from './load.ts';
import type { WorkerPrices } from './model-fleet.ts';
import { rehearse } from './rehearse.ts';

/** Forecasts of the demands that they are of, for policies that forecast alike. */
const madeBefore = new WeakMap<Float64Array, Map<string, Forecasts>>();

/** A real policy among those of a backtest: what the decision engine would do under it, within its own limits. */
export function rehearsedPolicy(name: string, policy: Policy, prices: WorkerPrices): Contender {
  const rehearsed = withoutApplication(policy);
  const adopted = { policy: rehearsed, version: 1 };
  return {
    name,
    what: 'a policy, decided by the decision engine itself',
    playFor(course, scoredAt, observe) {
      const demand = demandOfTrace({ name, startAt: course.startAt, workers: course.demand, repeatMinutes: 0 });
      const outcome = rehearse(demand, {
        policyAt: () => adopted,
        fleet: { workers: policy.workers.min, joinSeconds: JOIN_MINUTES * 60, drainSeconds: 0, prices },
        intervalMinutes: EVALUATION_MINUTES,
        sampleAgeMinutes: course.sampleAgeMinutes,
        isPriced: policy.sizing.by === 'price',
        forecastAt: newestOf(forecastsFor(demand, policy)),
        ...(observe && { observe }),
      });
      return scoredAt.map(() => outcome);
    },
  };
}

/** What the policy would be told of the future; nothing when it only watches. */
function forecastsFor(demand: RehearsedDemand, { forecast }: Policy): Forecasts {
  if (forecast.mode === 'watch') return [];
  const made = madeBefore.get(demand.workers) ?? new Map<string, Forecasts>();
  madeBefore.set(demand.workers, made);
  const key = JSON.stringify([forecast.forecaster, forecast.quantile, forecast.timeZone]);
  const forecasts = made.get(key) ?? forecastsOf(demand, forecast, EVALUATION_MINUTES);
  made.set(key, forecasts);
  return forecasts;
}

/** A trace tells nothing of the application: its signals would be missing for ever, and nothing taken away. */
function withoutApplication(policy: Policy): Policy {
  return { ...policy, signals: { ...policy.signals, application: [] } };
}
