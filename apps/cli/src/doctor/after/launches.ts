import type { RecordedEvent } from '@smartscale/events';
import { formatAge, secondsSince } from '../ages.ts';
import { failed, type Judgement, ok, warning } from '../finding.ts';
import { remedyFor } from './what-ec2-said.ts';

type FleetEvent = RecordedEvent;

/** What was tried to be launched lately: `events` of the fleet stream, the oldest first. Says what EC2 said, and whether On-Demand stood in. */
export function judgeLaunches(events: readonly FleetEvent[], now: number): Judgement {
  const launched = ofType(events, 'NodeLaunched');
  const given = ofType(events, 'LaunchFailed');
  const marked = ofType(events, 'OfferingUnavailable').filter(({ data }) => data.code !== 'NodeJoinTimedOut');
  const counts = `${launched.length} launched`;
  if (given.length === 0 && marked.length === 0) return ok(`${counts} in the last day, none refused`);
  const codes = [...new Set([...given, ...marked].map(({ data }) => data.code))];
  const toDo = codes.map((code) => `${code}: ${remedyFor(code)}`).join('\n');
  const spotMarks = marked.filter(({ data }) => data.capacityType === 'spot');
  const parts = [
    counts,
    ...(given.length > 0 ? [`${given.length} given up: ${describe(given)}`] : []),
    ...(marked.length > 0
      ? [`unavailable: ${describe(marked)}, the last ${formatAge(secondsSince(marked.at(-1)?.recordedAt ?? '', now))} ago`]
      : []),
    ...(spotMarks.length > 0 ? [standIns(events)] : []),
  ];
  const found = parts.join('; ');
  const lastFailure = given.at(-1);
  const recovered = lastFailure === undefined || launched.some(({ position }) => position > lastFailure.position);
  return recovered ? warning(found, toDo) : failed(`${found}; nothing was launched since`, toDo);
}

function describe(events: readonly RecordedEvent<'LaunchFailed' | 'OfferingUnavailable'>[]): string {
  const counted = new Map<string, number>();
  for (const { data } of events) {
    const instanceType = 'instanceType' in data && data.instanceType !== null ? `${data.instanceType} ` : '';
    const what = `${instanceType}${data.capacityType} in ${data.zone} (${data.code})`;
    counted.set(what, (counted.get(what) ?? 0) + 1);
  }
  return [...counted].map(([what, count]) => (count === 1 ? what : `${what} ${count} times`)).join(', ');
}

/** A launch that was planned on Spot and came as On-Demand, under the same id. */
function standIns(events: readonly FleetEvent[]): string {
  const planned = ofType(events, 'ScalePlanned').flatMap(({ data }) => data.launches);
  const spotIds = new Set(planned.filter(({ capacityType }) => capacityType === 'spot').map(({ launchId }) => launchId));
  const launches = ofType(events, 'NodeLaunched').filter(({ data }) => spotIds.has(data.launchId));
  const stoodIn = launches.filter(({ data }) => data.capacityType === 'on-demand').length;
  const asSpot = launches.length - stoodIn;
  return `of those planned on Spot ${asSpot} came as Spot, On-Demand stood in for ${stoodIn}`;
}

function ofType<Type extends RecordedEvent['type']>(events: readonly FleetEvent[], type: Type): readonly RecordedEvent<Type>[] {
  return events.filter((event): event is RecordedEvent<Type> & FleetEvent => event.type === type);
}
