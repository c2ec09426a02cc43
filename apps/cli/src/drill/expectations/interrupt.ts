import { INTERRUPTION_SECONDS } from '@smartscale/events';
import { but, type Finding, within } from '../finding.ts';
import { eventsOf, type Story, timeOf } from '../story.ts';
import { neverUndershot } from './fleet-size.ts';
import { told } from './told.ts';

/** From the notice on, of our own time. */
export const ANSWER_SECONDS = 2;
export const DRAIN_SECONDS = 90;

/** EC2 takes a Spot worker back, with its two minutes of notice. */
export function expectOfInterrupt(story: Story, instanceId: string): readonly Finding[] {
  const { begunAt, now, transitSeconds } = story;
  const about = <Event extends { readonly data: { readonly instanceId: string } }>(events: readonly Event[]) =>
    events.find(({ data }) => data.instanceId === instanceId);
  const from = (seconds: number, at: number | undefined) => ({ begunAt, seconds, now, at });
  // From the notice to spot-guard, and from its warning to those who act.
  const [firstHop, bothHops] = [ANSWER_SECONDS + transitSeconds, ANSWER_SECONDS + 2 * transitSeconds];

  const warning = about(eventsOf(story, 'SpotWarning'));
  const drain = about(eventsOf(story, 'NodeDrainStarted'));
  const plan = eventsOf(story, 'ScalePlanned').find(({ data }) =>
    data.launches.some(({ replaces }) => replaces === instanceId),
  );
  const drained = about(eventsOf(story, 'InterruptionDrained'));
  const gone = about([...eventsOf(story, 'NodeTerminated'), ...eventsOf(story, 'NodeLost')]);
  const standIn = eventsOf(story, 'NodeLaunched').find(({ data }) => data.replaces === instanceId);
  const joined = eventsOf(story, 'NodeJoined').find(({ data }) => data.instanceId === standIn?.data.instanceId);
  const { joinTimeoutSeconds } = story.policy.launch;
  const { zone, capacityType } = standIn?.data ?? {};

  return [
    within(`the notice is recorded within ${firstHop} s`, from(firstHop, timeOf(warning)), 'SpotWarning'),
    within(
      `the worker is cordoned and its drain begins within ${bothHops} s`,
      from(bothHops, timeOf(drain)),
      'NodeDrainStarted',
    ),
    within(`a stand-in is asked for within ${bothHops} s`, from(bothHops, timeOf(plan)), 'ScalePlanned'),
    neverUndershot(story),
    but(
      within(
        `the worker is empty within ${DRAIN_SECONDS} s`,
        from(DRAIN_SECONDS, timeOf(drained)),
        `${drained?.data.evictedPods} pods moved, ${drained?.data.forcedPods} forced`,
      ),
      drained && drained.data.outcome !== 'drained' ? `${drained.data.outcome}: ${drained.data.message}` : undefined,
    ),
    within(`it is gone within its ${INTERRUPTION_SECONDS} s`, from(INTERRUPTION_SECONDS, timeOf(gone)), gone?.type ?? ''),
    but(
      within(
        `the On-Demand stand-in has joined within ${joinTimeoutSeconds} s`,
        from(joinTimeoutSeconds, timeOf(joined)),
        `${standIn?.data.instanceId} in ${zone}`,
      ),
      capacityType === 'spot' ? `${standIn?.data.instanceId} is Spot` : undefined,
    ),
    told(story, warning ? [warning] : [], 'of the notice'),
  ];
}
