import {
  type DomainEvent,
  defaultPolicy,
  type EventData,
  type Policy,
  type RecordedEvent,
  toTimestamp,
} from '@smartscale/events';
import { type DemandProfile, demandFold, STEP_SECONDS } from '@smartscale/projections/demand';
import { sampled, WORKER } from '../../testing/world.ts';
import type { MakeForecast } from '../command.ts';
import { makeForecast } from '../decide.ts';
import { evolveForecasts, type ForecastsState, initialForecastsState } from '../evolve.ts';

export const STEP_MS = STEP_SECONDS * 1_000;
export const DAY_STEPS = 96;
/** A Monday. */
export const START = Date.parse('2026-11-02T00:00:00.000Z');
export const quarter = (step: number): string => toTimestamp(START + step * STEP_MS);

/** Workers used to the last, by the quarter since START; null: not measured. */
export type DemandBy = (step: number) => number | null;

/** An office day on the clock of UTC, with a little repeatable noise: 4 workers from 9 to 17, else 1. */
export const office: DemandBy = (step) => {
  const hour = (step % DAY_STEPS) / 4;
  return (hour >= 9 && hour < 17 ? 4 : 1) + 0.05 * Math.sin(step * 12.9898);
};

/** The profile after some quarters, one sample each. Memory follows the cores at half their weight. */
export function profileOf(steps: number, demand: DemandBy, from = 0): DemandProfile {
  let profile = demandFold.initialState();
  for (let step = from; step < steps; step += 1) profile = demandFold.evolve(profile, sampleAt(step, demand(step)));
  return profile;
}

export function sampleAt(step: number, workers: number | null): RecordedEvent<'MetricsSampled'> {
  const [cpu, memory] = workers === null ? [null, null] : [100 * workers, 50 * workers];
  const sampledAt = quarter(step);
  const data = { ...sampled(0, { workers: 1, cpu, memory, workerSize: WORKER }), sampledAt };
  return { type: 'MetricsSampled', recordedAt: sampledAt, data } as RecordedEvent<'MetricsSampled'>;
}

export function policyOf(knobs: Partial<Policy['forecast']> = {}): Policy['forecast'] {
  return { ...defaultPolicy().forecast, ...knobs };
}

export const command = (step: number, profile: DemandProfile, knobs: Partial<Policy['forecast']> = {}): MakeForecast => ({
  ...{ type: 'MakeForecast', at: quarter(step), checkpoint: step, profile, policy: policyOf(knobs) },
});

type Lived = { readonly state: ForecastsState; readonly made: readonly Made[]; readonly scored: readonly Scored[] };
type Made = EventData<'ForecastMade'>;
type Scored = EventData<'ForecastScored'>;

/** Makes a forecast at each quarter from one to another, each folded in before the next. */
export function live(
  steps: readonly [from: number, to: number],
  demand: DemandBy,
  knobs: Partial<Policy['forecast']> = {},
): Lived {
  const [from, to] = steps;
  let profile = profileOf(from, demand);
  let state = initialForecastsState;
  const made: Made[] = [];
  const scored: Scored[] = [];
  for (let step = from; step <= to; step += 1) {
    for (const event of makeForecast(command(step, profile, knobs), state)) {
      state = fold(state, event);
      if (event.type === 'ForecastMade') made.push(event.data);
      else scored.push(event.data);
    }
    profile = demandFold.evolve(profile, sampleAt(step, demand(step)));
  }
  return { state, made, scored };
}

export function fold(state: ForecastsState, event: DomainEvent<'ForecastMade' | 'ForecastScored'>): ForecastsState {
  return evolveForecasts(state, event as RecordedEvent<'ForecastMade' | 'ForecastScored'>);
}
