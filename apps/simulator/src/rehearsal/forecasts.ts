import { type Foreseen, forecastsFold, foreseenIn, makeForecast } from '@smartscale/decision-engine/core';
import { type EventTypeOf, type ForecastPolicy, type RecordedEvent, toTimestamp } from '@smartscale/events';
import { type DemandProfile, demandFold, STEP_SECONDS } from '@smartscale/projections/demand';
import { recordedSample } from './evaluations.ts';
import type { RehearsedDemand } from './load.ts';

const MINUTE = 60_000;
const STEP_MINUTES = STEP_SECONDS / 60;
/** What is asked for does not depend on who carries it; one worker does. */
const ANYBODY = { serving: 1, waitingSeconds: 0 };

/** Forecasts in the order in which they were made. */
export type Forecasts = readonly Foreseen[];

/**
 * What would have been foreseen of a demand at each quarter of an hour, by what came before it: the same whatever the fleet, so
 * policies that forecast alike can share it.
 */
export function forecastsOf(demand: RehearsedDemand, policy: ForecastPolicy, intervalMinutes: number): Forecasts {
  const made: Foreseen[] = [];
  const foresee = forecaster(policy);
  let profile = demandFold.initialState();
  for (let minute = 0; minute < demand.workers.length; minute += 1) {
    const now = demand.startAt + minute * MINUTE;
    if ((now / MINUTE) % STEP_MINUTES === 0) made.push(...foresee(now, profile));
    const load = minute % intervalMinutes === 0 ? demand.loadAt(minute, ANYBODY) : null;
    const about = { position: minute + 1, at: toTimestamp(now), intervalSeconds: intervalMinutes * 60, ageSeconds: 0 };
    if (load !== null) profile = demandFold.evolve(profile, recordedSample(load, about));
  }
  return made;
}

/** The decision engine's own, with its scores kept here. */
function forecaster(policy: ForecastPolicy) {
  let state = forecastsFold.initialState();
  return (now: number, profile: DemandProfile): readonly Foreseen[] => {
    const command = { type: 'MakeForecast', at: toTimestamp(now), checkpoint: 0, profile, policy } as const;
    const events = makeForecast(command, state).map(
      ({ type, data }) => ({ type, data, id: `rehearsed-forecast-${now}` }) as RecordedEvent<EventTypeOf<'scaling'>>,
    );
    state = events.reduce(forecastsFold.evolve, state);
    return events.flatMap((event) => (event.type === 'ForecastMade' ? [foreseenIn(event)] : []));
  };
}

/** The newest of them at a moment; asked with rising moments. One made at that very moment is not there yet. */
export function newestOf(forecasts: Forecasts): (moment: number) => Foreseen | null {
  const madeAt = forecasts.map((forecast) => Date.parse(forecast.madeAt));
  let next = 0;
  return (moment) => {
    while (next < madeAt.length && (madeAt[next] as number) < moment) next += 1;
    return forecasts[next - 1] ?? null;
  };
}
