import { type Finding, never, within } from '../finding.ts';
import { eventsOf, fleetOf, type Story, timeOf } from '../story.ts';
import { neverUndershot, sizeAgain } from './fleet-size.ts';

const SLACK_SECONDS = 10;
/** An instance may be unknown so long: until the sample after the one that launched it. */
const UNKNOWN_SAMPLES = 2;

/** A worker was terminated, and who launched another in its place died before he could write that down. */
export function expectOfCrash(story: Story, instanceId: string): readonly Finding[] {
  const { begunAt, now, intervalSeconds, policy, report } = story;
  const noticed = intervalSeconds + SLACK_SECONDS;
  const from = (seconds: number, at: number | undefined) => ({ begunAt, seconds, now, at });
  const lost = eventsOf(story, 'NodeLost').find(({ data }) => data.instanceId === instanceId);
  const death = report?.strikes.find(({ at, what }) => at >= begunAt && what.includes('died'));
  const plan = eventsOf(story, 'ScalePlanned').find(({ data }) =>
    data.launches.some(({ replaces }) => replaces === instanceId),
  );
  const planned = new Set(plan?.data.launches.map(({ launchId }) => launchId));
  const launched = eventsOf(story, 'NodeLaunched').filter(({ data }) => planned.has(data.launchId));
  const completed = eventsOf(story, 'ScaleCompleted').find(({ data }) => data.operationId === plan?.data.operationId);
  const finished = UNKNOWN_SAMPLES * intervalSeconds + policy.launch.joinTimeoutSeconds;

  return [
    within(
      `the loss is recorded and a launch planned within ${noticed} s`,
      from(noticed, lost && timeOf(plan)),
      'ScalePlanned',
    ),
    within(
      "the function dies between EC2's answer and the record of it",
      from(noticed + SLACK_SECONDS, death?.at),
      death?.what ?? '',
    ),
    within(
      `the launch is found and recorded within ${finished} s`,
      from(finished, timeOf(launched[0])),
      `${launched[0]?.data.instanceId} in ${launched[0]?.data.zone}`,
    ),
    never(
      'nothing is launched twice',
      launchedTwice(story, { planned, recorded: launched.map(({ data }) => data.instanceId) }),
      `${launched.length} recorded, ${atEc2(story, planned).length} at EC2`,
    ),
    never(
      'nothing runs at EC2 that the fleet does not know',
      unknownAtEc2(story),
      `${report?.instances.length ?? 0} instances, all known`,
    ),
    neverUndershot(story),
    sizeAgain(story, { seconds: finished, since: timeOf(lost) }),
    within(
      `the operation is completed within ${finished} s`,
      from(finished, timeOf(completed)),
      `${completed?.data.failed} failed`,
    ),
  ];
}

function atEc2({ report }: Story, launchIds: ReadonlySet<string>): readonly string[] {
  return (report?.instances ?? []).filter(({ launchId }) => launchIds.has(launchId)).map((instance) => instance.instanceId);
}

function launchedTwice(
  story: Story,
  { planned, recorded }: { readonly planned: ReadonlySet<string>; readonly recorded: readonly string[] },
): string | undefined {
  const instances = new Set([...recorded, ...atEc2(story, planned)]);
  return instances.size > planned.size ? `${planned.size} planned, but ${[...instances].join(', ')}` : undefined;
}

function unknownAtEc2(story: Story): string | undefined {
  const { report, now, intervalSeconds } = story;
  const { workers, departed } = fleetOf(story);
  const youngest = now - UNKNOWN_SAMPLES * intervalSeconds * 1_000;
  const unknown = report?.instances.find(
    ({ instanceId, launchedAt }) =>
      workers[instanceId] === undefined && launchedAt < youngest && !departed.some((one) => one.instanceId === instanceId),
  );
  return unknown && `${unknown.instanceId} of launch ${unknown.launchId}`;
}
