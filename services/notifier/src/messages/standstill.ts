import type { EventData } from '@smartscale/events';
import type { Message } from '../notice.ts';
import { inWords } from './wording.ts';

/** Misses in a row that are worth a message: the tick that reaches it, no earlier and no later one. */
export const TELL_AT_CONSECUTIVE_MISSES = 3;

const MISSED: Readonly<Record<EventData<'MetricsMissed'>['reason'], string>> = {
  unreachable: 'Prometheus cannot be reached',
  timeout: 'Prometheus does not answer in time',
  unauthorized: 'Prometheus refuses the credentials',
  'http-error': 'Prometheus answers with errors',
  'bad-answer': 'what answers is not usable',
  empty: 'Prometheus has no data of the workers',
};

export function metricsMissed(data: EventData<'MetricsMissed'>): Message | null {
  if (data.consecutive !== TELL_AT_CONSECUTIVE_MISSES) return null;
  return {
    severity: 'alarm',
    title: `No metrics for ${inWords(data.consecutive * data.intervalSeconds)}: ${MISSED[data.reason]}`,
    details: `The fleet is held as it is until metrics return.\n${data.message}`,
    facts: [],
  };
}

type Refusal = EventData<'ScaleRefused'>;

/** Null for what resolves itself: the next evaluation decides afresh. Titles hold no numbers, so that a repeated one is recognised. */
const REFUSED: Readonly<Record<Refusal['code'], string | null>> = {
  'no-offering': 'Scale-up refused: no offering of the policy has capacity',
  'no-victim': 'Scale-down refused: no worker may go',
  'out-of-bounds': 'Decision refused: it is outside the bounds of the policy',
  stale: null,
  'operation-in-flight': null,
  'already-at-size': null,
};

export function scaleRefused({ code, message }: Refusal): Message | null {
  const title = REFUSED[code];
  return title === null ? null : { severity: 'warning', title, details: message, facts: [] };
}
