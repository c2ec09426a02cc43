import { toTimestamp } from '@smartscale/events';
import { countFleet, isJoined, isShiftedAway, type Worker } from '@smartscale/projections/fleet';
import { type Finding, never, within } from '../finding.ts';
import { eventsOf, type Story, timeOf } from '../story.ts';
import { neverUndershot, sizeAgain } from './fleet-size.ts';
import { told } from './told.ts';

/** Workers that must go together before their zone is blamed and not somebody's hand. */
const BLAMED_FROM = 2;
/** What a sample takes to be answered, with room. */
const SLACK_SECONDS = 10;

/** Every worker of a zone is terminated; the zone comes back at `until`, or not at all within the story. */
export function expectOfKillZone(
  story: Story,
  { zone, instanceIds, until }: { readonly zone: string; readonly instanceIds: readonly string[]; readonly until: number },
): readonly Finding[] {
  const { begunAt, now, before, intervalSeconds, policy } = story;
  const known = instanceIds.flatMap((instanceId) => before.workers[instanceId] ?? []);
  const joined = known.filter(isJoined);
  const ends = ['NodeLost', 'NodeTerminated', 'NodeJoinTimedOut'] as const;
  const gone = ends
    .flatMap((type): readonly { data: { instanceId: string }; recordedAt: string; id: string }[] => eventsOf(story, type))
    .filter(({ data }) => joined.some(({ instanceId }) => instanceId === data.instanceId));
  const isGone = (worker: Worker) => gone.some(({ data }) => data.instanceId === worker.instanceId);
  const lastGone = joined.every(isGone) ? Math.max(...gone.map(({ recordedAt }) => Date.parse(recordedAt))) : undefined;
  const noticed = intervalSeconds + SLACK_SECONDS + story.transitSeconds;
  const launched = eventsOf(story, 'NodeLaunched');
  const inZone = launched.find((event) => event.data.zone === zone && timeOf(event) < until);
  const shifted = eventsOf(story, 'ZoneShifted').find(({ data }) => data.zone === zone);
  const lost = eventsOf(story, 'NodeLost').filter(({ data }) => instanceIds.includes(data.instanceId));
  const blame = within(
    `${zone} gets no new workers for a while: ${joined.length} were lost together`,
    { begunAt, seconds: noticed, now, at: timeOf(shifted) },
    `until ${shifted?.data.until}`,
  );

  // One that EC2 did not lose and nobody blames may have its worker back.
  const isBlamed = isToBeBlamed(story, zone, joined);
  const isClosed = isBlamed || story.report !== null;
  const elsewhere = never(
    `none is launched in ${zone} while it is lost`,
    inZone && `${inZone.data.instanceId} was`,
    sayZones(launched),
  );

  return [
    within(
      `each of its ${joined.length} workers is recorded as lost within ${noticed} s`,
      { begunAt, seconds: noticed, now, at: lastGone },
      `${joined.length} of ${joined.length}`,
    ),
    neverUndershot(story),
    ...(isClosed ? [elsewhere] : []),
    // Within one evaluation and a join.
    sizeAgain(story, { seconds: intervalSeconds + policy.launch.joinTimeoutSeconds + story.transitSeconds, since: lastGone }),
    ...(isBlamed ? [blame] : []),
    told(story, lost, 'of the loss'),
  ];
}

function sayZones(launched: readonly { readonly data: { readonly zone: string } }[]): string {
  const zones = [...new Set(launched.map(({ data }) => data.zone))];
  const counts = zones.map((zone) => `${launched.filter(({ data }) => data.zone === zone).length} in ${zone}`);
  return counts.length === 0 ? 'none launched' : `new: ${counts.join(', ')}`;
}

function isToBeBlamed({ before, begunAt, policy }: Story, zone: string, lost: readonly Worker[]): boolean {
  const isOpen = policy.placement.zoneShiftSeconds > 0 && !isShiftedAway(before, zone, toTimestamp(begunAt));
  return isOpen && lost.length >= BLAMED_FROM && countFleet(before).joined > lost.length;
}
