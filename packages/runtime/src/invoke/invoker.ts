import type { InvocationContext, LambdaHandler, Telemetry } from '@smartscale/lambda';
import type { DeadLetterQueue } from '../bus/dead-letters.ts';
import type { RuntimeClock } from '../clock/runtime-clock.ts';
import type { FunctionWiring } from '../serverless-yml/wiring.ts';
import type { ConcurrencyGate } from './concurrency-gate.ts';

/** A function with the handler that runs it. */
export type RunningFunction = {
  readonly wiring: FunctionWiring;
  readonly handler: LambdaHandler;
  readonly gate: ConcurrencyGate;
};

/** One attempt to hand an event to a function. */
export type Delivery = {
  readonly service: string;
  readonly functionName: string;
  /** The rule, schedule or stream that it came from. */
  readonly source: string;
  readonly event: unknown;
  /** From 1. */
  readonly attempt: number;
};

/** Where a test or a simulation may strike. */
export type DeliveryHooks = {
  /** Before the handler runs. To throw is a function killed at its first step; 'drop' loses the delivery for good. */
  readonly onDelivery?: (delivery: Delivery) => 'drop' | undefined;
  /** After the handler is done. To throw is a function killed after its last step: all was done, and it will be done again. */
  readonly onDelivered?: (delivery: Delivery) => void;
};

export type RetryOptions = {
  /** Pause before the second attempt; each further one is twice as long. Lambda: about a minute. */
  readonly firstPauseMilliseconds?: number;
};

export type InvokerOptions = DeliveryHooks & {
  readonly clock: RuntimeClock;
  readonly telemetry: Telemetry;
  readonly deadLetters: DeadLetterQueue;
  readonly nextRequestId: () => string;
  readonly retry?: RetryOptions;
  /** Called each time an attempt has ended, well or not. */
  readonly onAttemptEnded: () => void;
};

export type Job = {
  readonly target: RunningFunction;
  readonly source: string;
  readonly event: unknown;
  /** Called once: when the event was handled, given up or dropped. */
  readonly settled?: () => void;
};

export type Invoker = {
  /** As Lambda invokes asynchronously: soon, repeated when the function throws, at last a dead letter. Jobs start in their order. */
  invokeLater(job: Job): void;
  /** One attempt, at once. Rejects when the function throws or took longer than its timeout. */
  invokeOnce(job: Job, attempt: number): Promise<unknown>;
  /** Attempts that run or are about to. */
  inFlight(): number;
};

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const LAMBDA_FIRST_PAUSE_MILLISECONDS = 60_000;

export function createInvoker(options: InvokerOptions): Invoker {
  const { clock, telemetry, deadLetters, onAttemptEnded } = options;
  const firstPause = options.retry?.firstPauseMilliseconds ?? LAMBDA_FIRST_PAUSE_MILLISECONDS;
  let inFlight = 0;
  let queue: Job[] = [];

  const startQueued = (): void => {
    const jobs = queue;
    queue = [];
    for (const job of jobs) enter(job, 1);
  };

  const enter = (job: Job, attempt: number): void => job.target.gate.enter(() => void attemptJob(job, attempt));

  const attemptJob = async (job: Job, attempt: number): Promise<void> => {
    try {
      await runOnce(job, attempt, options);
      job.settled?.();
    } catch (error) {
      failed(job, attempt, error);
    }
    inFlight -= 1;
    job.target.gate.leave();
    onAttemptEnded();
  };

  const failed = (job: Job, attempt: number, error: unknown): void => {
    const { wiring } = job.target;
    const facts = { service: wiring.service, functionName: wiring.name, source: job.source, attempt, error };
    if (attempt <= wiring.maximumRetryAttempts) {
      telemetry.warn(`${wiring.service}/${wiring.name} failed and will be tried again: ${messageOf(error)}`, facts);
      clock.schedule(clock.now() + firstPause * 2 ** (attempt - 1), () => {
        inFlight += 1;
        enter(job, attempt + 1);
      });
      return;
    }
    deadLetters.add(deadLetterOf(job, { at: clock.now(), attempts: attempt, error }));
    telemetry.error(
      `${wiring.service}/${wiring.name} failed ${attempt} times, its event is a dead letter: ${messageOf(error)}`,
      facts,
    );
    telemetry.count('DeadLetters');
    job.settled?.();
  };

  return {
    invokeLater(job) {
      inFlight += 1;
      queue.push(job);
      if (queue.length === 1) queueMicrotask(startQueued);
    },
    invokeOnce: async (job, attempt) => {
      inFlight += 1;
      try {
        return await runOnce(job, attempt, options);
      } finally {
        inFlight -= 1;
        onAttemptEnded();
      }
    },
    inFlight: () => inFlight,
  };
}

/** A dead letter about a job. */
export function deadLetterOf(
  { target, source, event }: Pick<Job, 'target' | 'source' | 'event'>,
  { at, attempts, error }: { readonly at: number; readonly attempts: number; readonly error: unknown },
) {
  return {
    at,
    service: target.wiring.service,
    functionName: target.wiring.name,
    source,
    event,
    attempts,
    error: messageOf(error),
  };
}

async function runOnce(job: Job, attempt: number, options: InvokerOptions): Promise<unknown> {
  const { wiring, handler } = job.target;
  const { clock, onDelivery, onDelivered } = options;
  const startedAt = clock.now();
  const delivery = { service: wiring.service, functionName: wiring.name, source: job.source, event: job.event, attempt };
  if (onDelivery?.(delivery) === 'drop') return undefined;
  const context: InvocationContext = {
    awsRequestId: options.nextRequestId(),
    functionName: wiring.name,
    getRemainingTimeInMillis: () => startedAt + wiring.timeoutMilliseconds - clock.now(),
  };
  const answer = await handler(job.event, context);
  // Lambda would have killed it at that moment. Here it ran to its end, but that must not count as success.
  if (context.getRemainingTimeInMillis() < 0)
    throw new Error(`it took longer than its timeout of ${wiring.timeoutMilliseconds / 1_000} s`);
  onDelivered?.(delivery);
  return answer;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
