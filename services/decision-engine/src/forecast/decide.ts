import { type DomainEvent, type EventData, toTimestamp } from '@smartscale/events';
import { type Choice, chooseForecaster, namedForecaster, PROBABILITIES } from '@smartscale/forecasting';
import { historyUntil, STEP_SECONDS } from '@smartscale/projections/demand';
import type { MakeForecast } from './command.ts';
import { recentSums, withScores } from './day-sums.ts';
import type { ForecastsState } from './evolve.ts';
import { foresee, stepsFrom } from './foresee.ts';
import { scoreDue } from './score.ts';

type Made = EventData<'ForecastMade'>;
type ForecastBy = Made['forecasts'][number];
type ForecastEvent = DomainEvent<'ForecastMade' | 'ForecastScored'>;

/** Scores what came due, then foresees the coming hour; nothing for a quarter of an hour that has its forecast. */
export function makeForecast(command: MakeForecast, state: ForecastsState): readonly ForecastEvent[] {
  const { at, checkpoint, profile, policy } = command;
  if (state.madeAt !== null && state.madeAt >= at) return [];
  const now = Date.parse(at);
  const history = historyUntil(profile, now);
  const { workerSize } = profile;
  const { quantile } = policy;
  const scored = workerSize === null ? [] : scoreDue(state, { history, workerSize, now, checkpoint, quantile });
  const days = scored.reduce(withScores, state.days);
  const forecasts = foresee(history, policy.timeZone);
  const choice = choose(forecasts, { policy, sums: recentSums(days, at) });
  const made: Made = {
    ...{ madeAt: at, checkpoint, choice, stepSeconds: STEP_SECONDS },
    ...{ steps: stepsFrom(now).map(toTimestamp), probabilities: [...PROBABILITIES], forecasts: [...forecasts] },
  };
  return [...scored.map((data) => ({ type: 'ForecastScored' as const, data })), { type: 'ForecastMade' as const, data: made }];
}

type Given = { readonly policy: MakeForecast['policy']; readonly sums: ReturnType<typeof recentSums> };

/** Who may act: by the scores or by the policy, and only one that has something to say. */
function choose(forecasts: readonly ForecastBy[], { policy, sums }: Given): Choice {
  const choice = policy.forecaster === 'auto' ? chooseForecaster(sums) : namedForecaster(policy.forecaster, sums);
  const { forecaster } = choice;
  const abstained = forecasts.find((one) => one.forecaster === forecaster)?.abstained ?? null;
  if (abstained !== null) return { forecaster, mode: 'watching', because: abstained };
  if (policy.mode === 'watch') return { forecaster, mode: 'watching', because: `the policy only watches; ${choice.because}` };
  return choice;
}
