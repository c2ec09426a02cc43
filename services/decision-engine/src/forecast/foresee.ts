import type { EventData } from '@smartscale/events';
import { FORECASTERS, type Forecast, type Forecaster, type History } from '@smartscale/forecasting';
import { type DemandHistory, STEP_SECONDS } from '@smartscale/projections/demand';

type ForecastBy = EventData<'ForecastMade'>['forecasts'][number];

/** The coming hour. */
const STEPS_AHEAD = 4;
const STEP_MINUTES = STEP_SECONDS / 60;
/** The newest step of history ends now, so the first one foreseen is the next after it. */
const HORIZONS_MINUTES = Array.from({ length: STEPS_AHEAD }, (_, index) => (index + 1) * STEP_MINUTES);
/** Of a number in an event: enough for any fleet, and half as many bytes. */
const DIGITS = 3;

/** When each foreseen step begins. */
export function stepsFrom(now: number): readonly number[] {
  return Array.from({ length: STEPS_AHEAD }, (_, index) => now + index * STEP_SECONDS * 1_000);
}

/** What every forecaster has to say of the coming hour. */
export function foresee(history: DemandHistory, timeZone: string): ForecastBy[] {
  const { startAt, stepMinutes } = history;
  const cores: History = { startAt, stepMinutes, values: history.cores, timeZone };
  const bytes: History = { startAt, stepMinutes, values: history.bytes, timeZone };
  return FORECASTERS.map((forecaster) => foreseeBy(forecaster, { cores, bytes }));
}

/** A constant amount says nothing of habits: it is left out, and only a forecaster that knows neither abstains. */
function foreseeBy(forecaster: Forecaster, histories: { readonly cores: History; readonly bytes: History }): ForecastBy {
  const cores = forecaster.forecast(histories.cores, HORIZONS_MINUTES);
  const bytes = forecaster.forecast(histories.bytes, HORIZONS_MINUTES);
  const abstained = cores.status === 'abstained' && bytes.status === 'abstained' ? cores.reason : null;
  return { forecaster: forecaster.name, abstained, cores: rowsOf(cores), bytes: rowsOf(bytes) };
}

function rowsOf(forecast: Forecast): number[][] | null {
  if (forecast.status === 'abstained') return null;
  return forecast.horizons.map(({ quantiles }) => quantiles.map((value) => Number(value.toPrecision(DIGITS))));
}
