import middy from '@middy/core';
import type { InvocationContext, LambdaHandler, Telemetry } from './invocation.ts';
import { endInvocation, startInvocation, withFacts } from './invocation-telemetry.ts';

export type ShellOptions = {
  /** The service's folder name, for example `decision-engine`. */
  readonly service: string;
  readonly telemetry: Telemetry;
};

/** What a service's own code is told besides its input. */
export type Invocation = {
  /** Every line told through it carries the correlation id of the event at hand. */
  readonly telemetry: Telemetry;
  /** The story this invocation belongs to; for a tick it is the id of the request. */
  readonly correlationId: string;
  readonly context: InvocationContext;
};

/** An input and the story it belongs to; undefined when the invocation is to end here, without effect. */
export type Received<Input> = { readonly input: Input; readonly correlationId: string } | undefined;

/** How one kind of event source becomes the input of a handler. */
export type Source<Input, Output> = {
  /** Reads the raw event. What it throws fails the invocation. */
  receive(event: unknown, context: InvocationContext): Received<Input>;
  handle(input: Input, invocation: Invocation): Promise<Output>;
};

/**
 * The shell around every handler: reads, runs, and on a failure logs it, counts `HandlerFailures` and throws it on, so that
 * the delivery is repeated and in the end reaches the dead-letter queue. Nothing is swallowed.
 */
export function shell<Input, Output>({ service, telemetry }: ShellOptions, source: Source<Input, Output>): LambdaHandler {
  return wrap(
    async (event, context) => {
      const received = source.receive(event, context);
      if (received === undefined) return undefined;
      const { input, correlationId } = received;
      startInvocation(telemetry, { correlationId });
      const told = withFacts(telemetry, { service, correlationId });
      return source.handle(input, { telemetry: told, correlationId, context });
    },
    {
      timeoutEarlyInMillis: 0,
      requestEnd: ({ error }) => {
        if (error !== undefined && error !== null) reportFailure(telemetry, service, error);
        endInvocation(telemetry);
      },
    },
  );
}

type Hooks = { readonly timeoutEarlyInMillis: number; requestEnd(request: { readonly error?: unknown }): void };

/** Middy's own types want all of Lambda's context; ours is the part that we use. */
const wrap = middy as unknown as (handler: LambdaHandler, hooks: Hooks) => LambdaHandler;

function reportFailure(telemetry: Telemetry, service: string, error: unknown): void {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  telemetry.error(`${service}: ${name}: ${message}`, { service, error });
  telemetry.count('HandlerFailures');
}
