import { countStanding } from '@smartscale/projections/fleet';
import { judgeSpotShare } from '../../doctor/after/spot-share.ts';
import { but, type Finding, never, within } from '../finding.ts';
import { eventsOf, fleetOf, type Story, timeOf } from '../story.ts';
import { neverUndershot, sizeAgain } from './fleet-size.ts';

const SLACK_SECONDS = 10;
/** The fleet must have been quiet for half an hour before its mix is repaired, and a day's demand seldom leaves it so at once. */
export const RETURN_SECONDS = 4 * 3_600;

/** There is no Spot capacity anywhere until then, and a worker is terminated by hand. */
export function expectOfCapacityError(
  story: Story,
  { instanceId, until }: { readonly instanceId: string; readonly until: number },
): readonly Finding[] {
  const { begunAt, now, policy, intervalSeconds } = story;
  const noticed = intervalSeconds + SLACK_SECONDS;
  const lost = eventsOf(story, 'NodeLost').find(({ data }) => data.instanceId === instanceId);
  const plan = eventsOf(story, 'ScalePlanned')
    .flatMap((event) => event.data.launches.map((launch) => ({ event, launch })))
    .find(({ launch }) => launch.replaces === instanceId);
  const refused = eventsOf(story, 'OfferingUnavailable').filter(
    (event) => event.data.capacityType === 'spot' && timeOf(event) < until,
  );
  const instead = eventsOf(story, 'NodeLaunched').find(({ data }) => data.launchId === plan?.launch.launchId);
  const fleet = fleetOf(story);
  const share = judgeSpotShare(fleet, policy);
  // The worker that is exchanged needs room for the one that comes first.
  const isFull = countStanding(fleet) >= policy.workers.max;
  const isAtRest = now >= until && fleet.operations.length === 0;
  const hasReturned = isAtRest && (share.verdict === 'ok' || isFull);
  const spotAgain = eventsOf(story, 'NodeLaunched').find(
    (event) => event.data.capacityType === 'spot' && timeOf(event) >= until,
  );
  const returnSeconds = (until - begunAt) / 1_000 + RETURN_SECONDS;
  const from = (seconds: number, at: number | undefined) => ({ begunAt, seconds, now, at });

  return [
    within(`its loss is recorded within ${noticed} s`, from(noticed, timeOf(lost)), 'NodeLost'),
    but(
      within(
        `Spot is asked for in its place within ${noticed} s`,
        from(noticed, timeOf(plan?.event)),
        `in ${plan?.launch.zone}`,
      ),
      plan && plan.launch.capacityType !== 'spot' ? 'On-Demand was asked for at once' : undefined,
    ),
    within(
      'EC2 has none: the offering is left alone for a while, the next zone is asked',
      from(noticed + SLACK_SECONDS, timeOf(refused[0])),
      [...new Set(refused.map(({ data }) => data.zone))].join(', '),
    ),
    but(
      within(
        'On-Demand is launched instead',
        from(noticed + 2 * SLACK_SECONDS, timeOf(instead)),
        `${instead?.data.instanceId} in ${instead?.data.zone}`,
      ),
      instead?.data.capacityType === 'spot' ? `${instead.data.instanceId} is Spot` : undefined,
    ),
    never('no offering is asked for again before its time', askedTooSoon(refused), 'none was'),
    neverUndershot(story),
    sizeAgain(story, { seconds: intervalSeconds + policy.launch.joinTimeoutSeconds, since: timeOf(lost) }),
    within(
      'with capacity back, the share of Spot is what the policy wants again',
      from(returnSeconds, hasReturned ? (timeOf(spotAgain) ?? now) : undefined),
      isFull && share.verdict !== 'ok' ? 'not while the fleet is at its maximum' : share.found,
    ),
  ];
}

type Refused = {
  readonly recordedAt: string;
  readonly data: { readonly zone: string; readonly instanceType: string | null; readonly until: string };
};

function askedTooSoon(refused: readonly Refused[]): string | undefined {
  for (const [index, { data, recordedAt }] of refused.entries()) {
    const before = refused
      .slice(0, index)
      .findLast((one) => one.data.zone === data.zone && one.data.instanceType === data.instanceType);
    if (before && recordedAt < before.data.until)
      return `Spot in ${data.zone} at ${recordedAt}, which was to be left alone until ${before.data.until}`;
  }
  return undefined;
}
