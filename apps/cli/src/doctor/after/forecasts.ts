import type { RecordedEvent } from '@smartscale/events';
import { formatAge, secondsSince } from '../ages.ts';
import { type Judgement, ok, unknown, warning } from '../finding.ts';

/** One is made each quarter of an hour: this long after the last, two were missed. */
const OLDEST_SECONDS = 2_700;

export type ForecastFacts = {
  /** When the oldest sample that is kept was taken; null when there is none. */
  readonly firstSampleAt: string | null;
  readonly newestForecast: RecordedEvent<'ForecastMade'> | undefined;
};

const ADVICE = 'look into the log of the function forecast of the decision-engine; without a policy it makes none';

export function judgeForecasts({ firstSampleAt, newestForecast }: ForecastFacts, now: number): Judgement {
  if (firstSampleAt === null) return unknown('there are no samples to foresee anything from', 'see the check "samples"');
  if (!newestForecast) {
    const isYoung = secondsSince(firstSampleAt, now) <= OLDEST_SECONDS;
    return isYoung ? ok('none yet: one is made each quarter of an hour') : warning('none was ever made', ADVICE);
  }
  const seconds = secondsSince(newestForecast.recordedAt, now);
  if (seconds > OLDEST_SECONDS) {
    return warning(`the last was made ${formatAge(seconds)} ago; one is due each quarter of an hour`, ADVICE);
  }
  const { forecaster, mode, because } = newestForecast.data.choice;
  return ok(`the last was made ${formatAge(seconds)} ago by ${forecaster}, ${mode}: ${because}`);
}
