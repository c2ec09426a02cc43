import { toTimestamp } from '@smartscale/events';
import { UnreadableTickError } from './errors.ts';
import type { LambdaHandler } from './invocation.ts';
import { type Invocation, type ShellOptions, shell } from './shell.ts';

/** One beat of a schedule. */
export type Tick = {
  /** The scheduled time, rounded down to a whole interval, as events write time. The same for a repeated invocation. */
  readonly tickAt: string;
  readonly tickEpochMilliseconds: number;
};

export type ScheduleHandlerOptions = ShellOptions & {
  /** The schedule's own interval: of 120, ticks are at even minutes of the hour. */
  readonly intervalSeconds: number;
  /** May be called again with the same tick. */
  readonly handle: (tick: Tick, invocation: Invocation) => Promise<void>;
};

/**
 * A handler for an EventBridge Scheduler whose input is `{ "tickAt": "<aws.scheduler.scheduled-time>" }`.
 *
 * The scheduler repeats an invocation with the time it was scheduled for, not the time of the repeat, and a `rate(...)` schedule
 * has an arbitrary but fixed offset: rounding down to the interval maps each beat to one tick and a repeat to the same.
 */
export function scheduleHandler(options: ScheduleHandlerOptions): LambdaHandler {
  const intervalMilliseconds = options.intervalSeconds * 1_000;
  if (!(intervalMilliseconds > 0)) throw new RangeError(`intervalSeconds is ${options.intervalSeconds}: it must be above 0`);
  return shell(options, {
    receive(event, context) {
      const scheduled = scheduledTime(event);
      const tickEpochMilliseconds = scheduled - (scheduled % intervalMilliseconds);
      const tick = { tickAt: toTimestamp(tickEpochMilliseconds), tickEpochMilliseconds };
      return { input: tick, correlationId: context.awsRequestId };
    },
    handle: options.handle,
  });
}

function scheduledTime(event: unknown): number {
  const tickAt = (Object(event) as { tickAt?: unknown }).tickAt;
  const scheduled = typeof tickAt === 'string' ? Date.parse(tickAt) : Number.NaN;
  if (Number.isFinite(scheduled)) return scheduled;
  throw new UnreadableTickError(
    `the schedule's input must be { "tickAt": "<aws.scheduler.scheduled-time>" }, but tickAt is ${JSON.stringify(tickAt)}`,
  );
}
