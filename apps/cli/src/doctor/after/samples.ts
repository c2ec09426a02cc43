import type { RecordedEvent } from '@smartscale/events';
import { formatAge, secondsSince } from '../ages.ts';
import { failed, type Judgement, ok, warning } from '../finding.ts';

export type SampleEvent = RecordedEvent<'MetricsSampled' | 'MetricsMissed'>;

/** A tick may be late by its function's whole time. */
const INTERVALS_UNTIL_LATE = 2.5;
/** As the alarm counts them. */
const MISSES_THAT_STOP = 3;

/** Whether load is read from Prometheus at every tick. `newest` is the metrics stream's last event, if there is one. */
export function judgeSamples(newest: SampleEvent | undefined, now: number): Judgement {
  if (!newest) {
    return failed(
      'not one sample has come',
      'the first comes within minutes of a deployment; then look into the log of the metrics-collector',
    );
  }
  const age = secondsSince(newest.data.sampledAt, now);
  const lastTick = `the last tick was ${formatAge(age)} ago`;
  if (age > newest.data.intervalSeconds * INTERVALS_UNTIL_LATE) {
    return failed(
      `${lastTick}, one is due every ${newest.data.intervalSeconds} s`,
      'see whether the schedule is on, and the log of the metrics-collector',
    );
  }
  if (newest.type === 'MetricsMissed') return judgeMiss(newest, lastTick);
  const { missing } = newest.data;
  if (missing.length === 0) return ok(`${lastTick}, with all that is asked for`);
  return warning(
    `${lastTick}, without ${missing.join(', ')}`,
    'see whether Prometheus scrapes them: node-exporter, kube-state-metrics, the application',
  );
}

function judgeMiss({ data }: RecordedEvent<'MetricsMissed'>, lastTick: string): Judgement {
  const found = `${lastTick} and missed, the ${data.consecutive}. in a row: ${data.message}`;
  return data.consecutive >= MISSES_THAT_STOP ? failed(found, REMEDIES[data.reason]) : warning(found, REMEDIES[data.reason]);
}

const MOVED =
  'it does not run, or it has moved: set SMARTSCALE_PROMETHEUS_URL (prometheus.url of "smartscale run") to where it is, and deploy';
const REMEDIES: Readonly<Record<RecordedEvent<'MetricsMissed'>['data']['reason'], string>> = {
  unreachable: MOVED,
  timeout: `Prometheus is overloaded, or ${MOVED}`,
  unauthorized: 'Prometheus wants another Authorization than it is given',
  'http-error': 'look into the log of Prometheus',
  'bad-answer': `something else than Prometheus answers there: ${MOVED}`,
  empty: 'Prometheus has no worker among its targets: see its page /targets',
};
