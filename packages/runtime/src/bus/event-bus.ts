import { type BusEvent, MAX_CALL_ENTRIES } from '@smartscale/lambda';
import type { RuntimeClock } from '../clock/runtime-clock.ts';
import type { Progress } from '../outbox/progress.ts';
import type { Archive } from './archive.ts';
import { type BusEntry, busEvent, checkEntry, type PublishResult, refusal } from './bus-event.ts';
import type { Router } from './router.ts';

/** An event of AWS itself, such as an interruption notice of EC2. */
export type AwsEvent = {
  /** `aws.ec2` */
  readonly source: string;
  readonly detailType: string;
  readonly detail: object;
  readonly resources?: readonly string[];
  /** ISO time; now when left out. */
  readonly time?: string;
};

/** The two buses: ours, and the default one that AWS's own events come on. */
export type EventBus = {
  /** PutEvents on our bus, with EventBridge's own refusals: at most 10 entries, 1 MB each, no source `aws.*`, a detail that is JSON. */
  publish(entries: readonly BusEntry[]): Promise<readonly PublishResult[]>;
  /** What AWS would put on the default bus: for tests and drills. Returns the event as it was delivered. */
  injectAwsEvent(event: AwsEvent): BusEvent;
};

export type EventBusOptions = {
  readonly router: Router;
  readonly clock: RuntimeClock;
  readonly nextId: () => string;
  readonly progress: Pick<Progress, 'find' | 'open' | 'close'>;
  readonly archive: Archive;
};

export function createEventBus({ router, clock, nextId, progress, archive }: EventBusOptions): EventBus {
  const put = (entry: BusEntry): PublishResult => {
    const checked = checkEntry(entry);
    if ('ok' in checked) return checked;
    const event = busEvent({ entry, detail: checked.detail, id: nextId(), now: clock.now() });
    const tracked = progress.find((checked.detail as { id?: string }).id ?? '');
    if (tracked === undefined) {
      archive.keep(event);
      router.route('smartscale', event);
    } else {
      router.route('smartscale', event, { opened: () => progress.open(tracked), settled: () => progress.close(tracked) });
    }
    return PUBLISHED;
  };

  return {
    async publish(entries) {
      if (entries.length > MAX_CALL_ENTRIES) {
        return entries.map(() =>
          refusal('ValidationException', `${entries.length} entries in one call, ${MAX_CALL_ENTRIES} is the most`),
        );
      }
      return entries.map(put);
    },
    injectAwsEvent({ detail, ...entry }) {
      const event = busEvent({ entry, detail, id: nextId(), now: clock.now() });
      router.route('default', event);
      return event;
    },
  };
}

const PUBLISHED: PublishResult = { ok: true };
