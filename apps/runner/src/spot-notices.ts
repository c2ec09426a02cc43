import type { Telemetry } from '@smartscale/lambda';
import type { AwsEvent, CancelTimer, RuntimeClock } from '@smartscale/runtime';
import type { Interruption } from './outside/spot-interruptions.ts';

/** How often EC2 is asked. Of the 120 seconds of a notice, this many may be gone when it is noticed. */
export const POLL_SECONDS = 5;

export type SpotNotices = {
  start(): void;
  /** No further notice comes after it. */
  stop(): Promise<void>;
};

export type SpotNoticesOptions = {
  readonly describeInterruptions: () => Promise<readonly Interruption[]>;
  readonly clock: RuntimeClock;
  readonly telemetry: Telemetry;
  /** Takes the notice to where EventBridge would have taken it. */
  readonly deliver: (notice: AwsEvent) => void;
};

/**
 * Notices of EC2 without EventBridge, which delivers to AWS's own services only: EC2 is asked every few seconds which Spot requests
 * are marked, and each new mark becomes the event that EventBridge would have delivered. Whether the instance is one of ours is
 * spot-guard's to say. Rebalance recommendations cannot be asked for and do not come.
 */
export function createSpotNotices({ describeInterruptions, clock, telemetry, deliver }: SpotNoticesOptions): SpotNotices {
  let told: ReadonlySet<string> = new Set();
  let isDeaf = false;
  let isRunning = false;
  let cancel: CancelTimer = () => {};
  let asking = Promise.resolve();

  function tell(interruptions: readonly Interruption[]): void {
    for (const interruption of interruptions) if (!told.has(keyOf(interruption))) deliver(noticeOf(interruption));
    // What is no longer marked is over; so this never grows.
    told = new Set(interruptions.map(keyOf));
  }

  async function ask(): Promise<void> {
    try {
      const interruptions = await describeInterruptions();
      if (isDeaf) telemetry.info('EC2 tells of interruptions again');
      isDeaf = false;
      if (isRunning) tell(interruptions);
    } catch (error) {
      // Told once, not every few seconds.
      if (!isDeaf) telemetry.warn(`EC2 does not tell of interruptions: ${(error as Error).message}`, { error });
      isDeaf = true;
      telemetry.count('SpotPollsFailed');
    }
  }

  async function askAndGoOn(): Promise<void> {
    await ask();
    if (isRunning) cancel = clock.schedule(clock.now() + POLL_SECONDS * 1_000, poll);
  }

  function poll(): void {
    asking = askAndGoOn();
  }

  return {
    start() {
      isRunning = true;
      poll();
    },
    async stop() {
      isRunning = false;
      cancel();
      await asking;
    },
  };
}

function keyOf({ instanceId, announcedAt }: Interruption): string {
  return `${instanceId}@${announcedAt}`;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html */
function noticeOf({ instanceId, zone, action, announcedAt }: Interruption): AwsEvent {
  return {
    source: 'aws.ec2',
    detailType: 'EC2 Spot Instance Interruption Warning',
    detail: { 'instance-id': instanceId, 'instance-action': action },
    resources: zone === null ? [] : [`arn:aws:ec2:${zone}:instance/${instanceId}`],
    time: new Date(announcedAt).toISOString(),
  };
}
