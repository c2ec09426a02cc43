import { type Clock, type LambdaHandler, type SetAside, streamHandler, type Telemetry } from '@smartscale/lambda';
import { type Outgoing, outgoing } from './bus-entry.ts';
import type { Publish } from './ports.ts';
import { publishAll } from './publish-all.ts';

export type { BusEntry, MayPass, Publish, PublishResult } from './ports.ts';

/** What the relay needs from outside. It reads no store: the table's stream brings everything. */
export type Dependencies = {
  readonly publish: Publish;
  readonly setAside: SetAside;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
};

/** `relay` takes batches of the event table's stream. */
export function createHandlers({ publish, setAside, clock, telemetry }: Dependencies): { relay: LambdaHandler } {
  return {
    relay: streamHandler<Outgoing>({
      service: 'outbox-relay',
      telemetry,
      setAside,
      read(record) {
        const item = outgoing(record);
        return item === undefined ? 'ignored' : { partition: item.stream, item };
      },
      handle: (events, invocation) => publishAll(events, { publish, clock, telemetry: invocation.telemetry }),
    }),
  };
}
