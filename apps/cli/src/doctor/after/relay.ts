import { formatAge } from '../ages.ts';
import { failed, type Judgement, ok, warning } from '../finding.ts';

/** As the alarm RelayLag has it. */
const MAX_LAG_SECONDS = 60;

export type RelayFacts = {
  /** Of the link from the table's stream to the function; null when there is none. */
  readonly mappingState: string | null;
  /** What became of the last batch, as Lambda tells it. */
  readonly lastResult: string | null;
  /** The greatest age of a record in the last quarter of an hour; null when there was none, or nobody knows. */
  readonly lagSeconds: number | null;
};

export function judgeRelay({ mappingState, lastResult, lagSeconds }: RelayFacts): Judgement {
  const deploy = 'deploy services/outbox-relay again';
  if (mappingState === null) return failed("nothing takes events from the table's stream to the bus", deploy);
  if (mappingState === 'Creating' || mappingState === 'Enabling' || mappingState === 'Updating') {
    return warning(`it is ${mappingState.toLowerCase()}`, 'ask again in a minute');
  }
  if (mappingState !== 'Enabled')
    return failed(
      `it is ${mappingState}: no event reaches a service`,
      `enable it (aws lambda update-event-source-mapping --enabled --uuid ID), or ${deploy}`,
    );
  const log = 'see the check "dead letters" and the log of the outbox-relay';
  if (lastResult?.startsWith('PROBLEM')) return failed(`its last batch failed: ${lastResult}`, log);
  if (lagSeconds === null) return ok('it is on; nothing is known of a lag');
  if (lagSeconds > MAX_LAG_SECONDS)
    return failed(`events reach the bus up to ${formatAge(lagSeconds)} after they were appended`, log);
  return ok(`it is on; events waited ${lagSeconds.toFixed(1)} s at most`);
}
