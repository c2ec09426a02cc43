import type { FleetState } from '@smartscale/projections/fleet';
import type { DrillRequest } from '@smartscale/simulator';
import { formatDuration, parseDuration } from '../duration.ts';
import { UsageError } from '../exit.ts';
import { chooseSpotWorker, chooseWorker, chooseZone } from './choose.ts';
import { expectOfCapacityError, RETURN_SECONDS } from './expectations/capacity-error.ts';
import { expectOfCrash } from './expectations/crash.ts';
import { expectOfInterrupt } from './expectations/interrupt.ts';
import { expectOfKillZone } from './expectations/kill-zone.ts';
import { expectOfMetricsOutage, TOLD_AFTER_MISSES } from './expectations/metrics-outage.ts';
import type { Finding } from './finding.ts';
import type { Story } from './story.ts';

export type DrillName = DrillRequest['drill'];

export type DrillWishes = { readonly instance?: string; readonly zone?: string; readonly for?: string };

/** A drill with its target, before anything has happened. */
export type DrillPlan = {
  readonly request: DrillRequest;
  /** What will be done, as a sentence without its end. */
  readonly says: string;
  /** The longest that its story may take, in the fleet's time. */
  readonly limitSeconds: number;
  readonly judge: (story: Story) => readonly Finding[];
};

const STORY_SECONDS = 900;
const DEFAULT_ZONE_LOSS = '30m';
const DEFAULT_OUTAGE = '10m';
const DEFAULT_SHORTAGE = '20m';

/** Chooses the target of a drill. UsageError when the fleet has none, or what is wished for makes no sense. */
export function planDrill(
  name: DrillName,
  wishes: DrillWishes,
  { fleet, intervalSeconds }: { readonly fleet: FleetState; readonly intervalSeconds: number },
): DrillPlan {
  switch (name) {
    case 'interrupt': {
      const { instanceId, instanceType, zone } = chooseSpotWorker(fleet, wishes.instance);
      return {
        request: { drill: name, instanceId },
        says: `${instanceId} (Spot ${instanceType} in ${zone}) has its notice of interruption`,
        limitSeconds: STORY_SECONDS,
        judge: (story) => expectOfInterrupt(story, instanceId),
      };
    }
    case 'kill-zone': {
      const { zone, instanceIds } = chooseZone(fleet, wishes.zone);
      const forSeconds = parseDuration(wishes.for ?? DEFAULT_ZONE_LOSS);
      return {
        request: { drill: name, zone, forSeconds },
        says: `every worker in ${zone} is terminated: ${instanceIds.join(', ')}`,
        limitSeconds: STORY_SECONDS,
        judge: (story) => expectOfKillZone(story, { zone, instanceIds, until: story.begunAt + forSeconds * 1_000 }),
      };
    }
    case 'metrics-outage': {
      const forSeconds = parseDuration(wishes.for ?? DEFAULT_OUTAGE);
      const least = (TOLD_AFTER_MISSES + 1) * intervalSeconds;
      if (forSeconds < least) {
        const why = `people are told after ${TOLD_AFTER_MISSES} misses in a row, one every ${formatDuration(intervalSeconds)}`;
        throw new UsageError(
          `--for ${wishes.for} is too short: ${why}; take ${formatDuration(least).replace(' min', 'm')} or more`,
        );
      }
      return {
        request: { drill: name, forSeconds },
        says: `Prometheus gives no answer for ${formatDuration(forSeconds)}`,
        limitSeconds: forSeconds + STORY_SECONDS,
        judge: (story) => expectOfMetricsOutage(story, story.begunAt + forSeconds * 1_000),
      };
    }
    case 'capacity-error': {
      const { instanceId } = chooseSpotWorker(fleet, wishes.instance);
      const forSeconds = parseDuration(wishes.for ?? DEFAULT_SHORTAGE);
      return {
        request: { drill: name, instanceId, forSeconds },
        says: `there is no Spot capacity for ${formatDuration(forSeconds)}, and ${instanceId} is terminated`,
        limitSeconds: forSeconds + RETURN_SECONDS + STORY_SECONDS,
        judge: (story) => expectOfCapacityError(story, { instanceId, until: story.begunAt + forSeconds * 1_000 }),
      };
    }
    case 'crash': {
      const { instanceId } = chooseWorker(fleet, wishes.instance);
      return {
        request: { drill: name, instanceId },
        says: `${instanceId} is terminated, and who launches another in its place dies right after`,
        limitSeconds: STORY_SECONDS,
        judge: (story) => expectOfCrash(story, instanceId),
      };
    }
  }
}
