import type { RecordedEvent } from '@smartscale/events';
import { formatAge, secondsSince } from '../ages.ts';
import { type Judgement, ok, unknown, warning } from '../finding.ts';

/** Below this a forecast knows no week. */
const NEEDED_DAYS = 7;
const DAY_SECONDS = 86_400;

export type ForecastFacts = {
  /** When the oldest sample that is kept was taken; null when there is none. */
  readonly firstSampleAt: string | null;
  readonly newestForecast: RecordedEvent<'ForecastMade'> | undefined;
};

export function judgeForecasts({ firstSampleAt, newestForecast }: ForecastFacts, now: number): Judgement {
  if (firstSampleAt === null) return unknown('there are no samples to foresee anything from', 'see the check "samples"');
  const days = Math.floor(secondsSince(firstSampleAt, now) / DAY_SECONDS);
  if (newestForecast && secondsSince(newestForecast.recordedAt, now) <= DAY_SECONDS) {
    const { forecaster, mode, because } = newestForecast.data.choice;
    return ok(
      `the last was made ${formatAge(secondsSince(newestForecast.recordedAt, now))} ago by ${forecaster}, ${mode}: ${because}`,
    );
  }
  if (days < NEEDED_DAYS) return ok(`still watching, ${Math.max(0, days)} of ${NEEDED_DAYS} days`);
  const last = newestForecast
    ? `the last was made ${formatAge(secondsSince(newestForecast.recordedAt, now))} ago`
    : 'none was ever made';
  return warning(`${days} days of samples, but ${last}`, 'look into the log of the decision-engine for forecasts');
}
