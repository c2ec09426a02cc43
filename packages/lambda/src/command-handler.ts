import type { LambdaHandler } from './invocation.ts';
import { type Invocation, type ShellOptions, shell } from './shell.ts';

export type CommandHandlerOptions<Input, Output> = ShellOptions & {
  /** Checks what the invocation brought. What it throws fails the invocation, and is its answer. */
  readonly read: (event: unknown) => Input;
  /** May be called again with the same input. */
  readonly handle: (input: Input, invocation: Invocation) => Promise<Output>;
};

/** A handler that people or scripts invoke by hand. The request's id is the correlation id: a story begins here. */
export function commandHandler<Input, Output>({
  read,
  handle,
  ...options
}: CommandHandlerOptions<Input, Output>): LambdaHandler {
  return shell(options, {
    receive: (event, context) => ({ input: read(event), correlationId: context.awsRequestId }),
    handle,
  });
}
