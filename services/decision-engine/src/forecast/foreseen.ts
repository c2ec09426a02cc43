import type { EventData, RecordedEvent } from '@smartscale/events';

type Made = EventData<'ForecastMade'>;

/** What a decision may know of a forecast: the choice that was made, and what the chosen one foresaw. */
export type Foreseen = Pick<Made, 'madeAt' | 'checkpoint' | 'choice' | 'stepSeconds' | 'steps' | 'probabilities'> &
  Pick<Made['forecasts'][number], 'cores' | 'bytes'> & {
    /** Id of the ForecastMade event. */
    readonly forecastId: string;
  };

export function foreseenIn({ id, data }: RecordedEvent<'ForecastMade'>): Foreseen {
  const { madeAt, checkpoint, choice, stepSeconds, steps, probabilities, forecasts } = data;
  const chosen = forecasts.find(({ forecaster }) => forecaster === choice.forecaster);
  const amounts = { cores: chosen?.cores ?? null, bytes: chosen?.bytes ?? null };
  return { forecastId: id, madeAt, checkpoint, choice, stepSeconds, steps, probabilities, ...amounts };
}
