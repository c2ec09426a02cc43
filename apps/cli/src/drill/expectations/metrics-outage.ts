import { type Finding, never, whenOver, within } from '../finding.ts';
import { eventsOf, type Story, timeOf } from '../story.ts';
import { told } from './told.ts';

/** Misses in a row after which people are told. */
export const TOLD_AFTER_MISSES = 3;
/** What the retries of a sample take at most. */
const RETRIES_SECONDS = 60;

/** Prometheus gives no answer until then. */
export function expectOfMetricsOutage(story: Story, until: number): readonly Finding[] {
  const { begunAt, now, intervalSeconds } = story;
  const isOver = now > until + (RETRIES_SECONDS + intervalSeconds) * 1_000;
  const misses = eventsOf(story, 'MetricsMissed');
  const samples = eventsOf(story, 'MetricsSampled');
  const answered = samples.find(({ data }) => Date.parse(data.sampledAt) < until && Date.parse(data.sampledAt) > begunAt);
  const least = Math.floor((until - begunAt) / 1_000 / intervalSeconds);
  const decisions = eventsOf(story, 'ScaleDecided');
  const holds = misses.map(({ id }) => decisions.find(({ data }) => data.basis.sampleId === id));
  const acted = holds.find((decision) => decision && decision.data.action !== 'hold');
  const [firstMiss] = misses;
  const planned = eventsOf(story, 'ScalePlanned').find(
    (event) =>
      event.data.decisionPosition !== null &&
      firstMiss !== undefined &&
      timeOf(event) > timeOf(firstMiss) &&
      timeOf(event) < until,
  );
  const third = misses.filter(({ data }) => data.consecutive === TOLD_AFTER_MISSES);
  const early = eventsOf(story, 'NoticeSent').find(
    ({ data }) => data.causeType === 'MetricsMissed' && !third.some(({ id }) => id === data.causeId),
  );
  const back = samples.find(({ data }) => Date.parse(data.sampledAt) >= until);
  const evaluated = back && decisions.find(({ data }) => data.basis.sampleId === back.id);
  const backSeconds = (until - begunAt) / 1_000 + intervalSeconds + RETRIES_SECONDS;
  const all = 'each sample of the outage is recorded as missed';
  const held = 'each of them is answered by a hold';

  return [
    whenOver(
      isOver || answered !== undefined,
      () =>
        never(
          all,
          answered ? `the one of ${answered.data.sampledAt} has figures` : tooFew(misses.length, least),
          `${misses.length} missed, none has a figure`,
        ),
      all,
    ),
    whenOver(
      isOver || acted !== undefined,
      () =>
        never(
          held,
          acted ? `one by "${acted.data.action}": ${acted.data.reason}` : tooFew(holds.filter(Boolean).length, misses.length),
          `${holds.length} holds: ${holds.at(-1)?.data.reason}`,
        ),
      held,
    ),
    never(
      'nothing is launched or drained by a decision meanwhile',
      planned && `${planned.data.cause}: ${planned.data.reason}`,
      'nothing was',
    ),
    never(
      `nobody is told before the ${TOLD_AFTER_MISSES}rd miss`,
      early && `"${early.data.text.split('\n', 1)[0]}"`,
      'nobody was',
    ),
    told(story, third, `after ${TOLD_AFTER_MISSES} misses in a row`),
    within(
      'it goes on with the first sample after it',
      { begunAt, seconds: backSeconds, now, at: timeOf(evaluated) },
      `${evaluated?.data.action}`,
    ),
  ];
}

function tooFew(count: number, least: number): string | undefined {
  return count < least ? `${count} of ${least}` : undefined;
}
