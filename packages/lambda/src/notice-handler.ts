import { asDelivery } from './delivery.ts';
import type { BusEvent, LambdaHandler, Telemetry } from './invocation.ts';
import { refusesReplay } from './replay-guard.ts';
import { type Invocation, type ShellOptions, shell } from './shell.ts';

export type NoticeHandlerOptions = ShellOptions & {
  /** May be called again with the same notice. `notice.detail` is unchecked: the sources are not ours. */
  readonly handle: (notice: BusEvent, invocation: Invocation) => Promise<void>;
};

/** A handler for events that others publish (`aws.ec2`, a drill). The delivery's id is the correlation id: a story begins here. */
export function noticeHandler(options: NoticeHandlerOptions): LambdaHandler {
  const { telemetry } = options;
  return shell(options, {
    receive(raw) {
      const notice = deliveryCounted(raw, telemetry);
      return refusesReplay(notice, telemetry) ? undefined : { input: notice, correlationId: notice.id };
    },
    handle: options.handle,
  });
}

function deliveryCounted(raw: unknown, telemetry: Telemetry): BusEvent {
  try {
    return asDelivery(raw);
  } catch (error) {
    telemetry.count('UnreadableEvents');
    throw error;
  }
}
