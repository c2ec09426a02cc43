import type { Instance } from '@smartscale/capacity-manager/handler';
import { deriveEventId } from '@smartscale/events';
import type { Random } from '../random.ts';
import { meanHoursToInterruption, type Offering, pricePerHourUsd } from './instance-types.ts';

const SECOND = 1_000;
const NOTICE_MILLISECONDS = 120 * SECOND;
export const SHUTTING_DOWN_MILLISECONDS = 25 * SECOND;

/** Terminated instances stay visible for about an hour, as EC2 shows them. */
export const SHOWN_AFTER_END_MILLISECONDS = 3_600 * SECOND;

/** What becomes of a Spot instance without anybody asking. */
export type Turn = { readonly at: number; readonly kind: 'rebalance' | 'notice' | 'taken' };

export type EndCause = 'asked' | 'interruption' | 'zone-loss' | 'by-hand';

/** An instance of the world, its whole natural life drawn when it is launched. All times in epoch milliseconds. */
export type FakeInstance = Offering & {
  readonly instanceId: string;
  readonly launchId: string;
  readonly pricePerHourUsd: number;
  readonly launchedAt: number;
  /** From when DescribeInstances knows of it. */
  readonly shownAt: number;
  readonly runningAt: number;
  /** When its node is Ready; Infinity when it never will be. */
  readyAt: number;
  /** What is still to come, soonest first. */
  readonly turns: Turn[];
  /** When billing ended. */
  endedAt: number | null;
  endCause: EndCause | null;
};

export type LifeOptions = {
  /** How many times more often than usual Spot instances are taken back; 0: never. */
  readonly interruptionFactor: number;
  /** Probability that an instance never joins. */
  readonly joinFailures: number;
};

export function newInstance(
  offering: Offering,
  options: { readonly launchId: string; readonly launchedAt: number; readonly random: Random; readonly life: LifeOptions },
): FakeInstance {
  const { launchId, launchedAt, random, life } = options;
  const shownAt = launchedAt + Math.round(random.between(0, 4) * SECOND);
  const runningAt = launchedAt + Math.round(random.between(12, 28) * SECOND);
  const joins = !random.chance(life.joinFailures);
  const readyAfter = Math.round(random.between(60, 90) * SECOND);
  return {
    ...offering,
    instanceId: instanceIdOf(launchId, launchedAt),
    launchId,
    pricePerHourUsd: pricePerHourUsd(offering),
    launchedAt,
    shownAt,
    runningAt,
    readyAt: joins ? runningAt + readyAfter : Number.POSITIVE_INFINITY,
    turns: turnsOf(offering, { begin: runningAt + readyAfter, random, life }),
    endedAt: null,
    endCause: null,
  };
}

/** As DescribeInstances tells it at `now`. */
export function describeInstance(instance: FakeInstance, now: number): Instance {
  const { instanceId, launchId, zone, capacityType, instanceType, launchedAt } = instance;
  return { instanceId, launchId, zone, capacityType, instanceType, launchedAt, state: stateOf(instance, now) };
}

export function stateOf({ endedAt, runningAt }: FakeInstance, now: number): Instance['state'] {
  if (endedAt === null) return now < runningAt ? 'pending' : 'running';
  return now < endedAt + SHUTTING_DOWN_MILLISECONDS ? 'shutting-down' : 'terminated';
}

/** Half of the interruptions are announced by a rebalance recommendation; as many recommendations come to nothing. */
export function turnsOf(
  { instanceType, capacityType }: Pick<Offering, 'instanceType' | 'capacityType'>,
  options: { readonly begin: number; readonly random: Random; readonly life: LifeOptions },
): Turn[] {
  const { begin, random, life } = options;
  if (capacityType !== 'spot' || life.interruptionFactor === 0) return [];
  const meanMilliseconds = (meanHoursToInterruption(instanceType) * 3_600 * SECOND) / life.interruptionFactor;
  const taken = begin + NOTICE_MILLISECONDS + Math.round(random.exponential(meanMilliseconds));
  const turns: Turn[] = [
    { at: taken - NOTICE_MILLISECONDS, kind: 'notice' },
    { at: taken, kind: 'taken' },
  ];
  const announced = taken - NOTICE_MILLISECONDS - Math.round(random.between(60, 600) * SECOND);
  if (random.chance(0.5) && announced > begin) turns.unshift({ at: announced, kind: 'rebalance' });
  const falseAlarm = begin + Math.round(random.exponential(2 * meanMilliseconds));
  if (falseAlarm < announced) turns.unshift({ at: falseAlarm, kind: 'rebalance' });
  return turns;
}

/** Seventeen hexadecimal digits, as EC2's are; the same launch is the same instance in every run. */
function instanceIdOf(launchId: string, launchedAt: number): string {
  return `i-${deriveEventId(launchedAt, 'instance', launchId).replaceAll('-', '').slice(-17)}`;
}
