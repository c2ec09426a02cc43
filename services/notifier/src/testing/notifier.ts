import { type EventStore, type RecordedEvent, streamName } from '@smartscale/events';
import { createMemoryEventStore } from '@smartscale/events/memory';
import { type BusEvent, type Clock, silent } from '@smartscale/lambda';
import { createHandlers } from '../handler.ts';
import type { Notice } from '../notice.ts';
import type { ToldEvent } from '../notice-for.ts';
import type { Manner, MessengerPort, SendAnswer } from '../ports.ts';
import type { ReportTime } from '../report-week.ts';

const START = Date.parse('2026-11-24T12:33:00.000Z');
const FUNCTION_MILLISECONDS = 240_000;

export const sent: SendAnswer = { kind: 'sent' };

type NoticesEvent = RecordedEvent<'NoticePlanned' | 'NoticeSent' | 'NoticeFailed'>;

export type Sending = { readonly notice: Notice; readonly manner: Manner };

type Options = {
  /** One after the other, the last one for ever; or by what is sent. */
  readonly answers?: readonly SendAnswer[] | ((sending: Sending, at: number) => SendAnswer | Promise<SendAnswer>);
  readonly store?: (inner: EventStore) => EventStore;
  readonly canChange?: boolean;
  readonly consoleUrl?: string;
  readonly reportTime?: ReportTime;
  /** In place of the messenger that `answers` make. */
  readonly messenger?: MessengerPort;
};

/** The handlers on a store in memory, with a clock that only sleeping moves. */
export function notifier(options: Options = {}) {
  const time = { now: START };
  const slept: number[] = [];
  const clock: Clock = {
    now: () => time.now,
    async sleep(milliseconds) {
      slept.push(milliseconds / 1_000);
      time.now += milliseconds;
    },
  };
  const sendings: Sending[] = [];
  const { answers = [sent] } = options;
  const scripted: MessengerPort = {
    channel: 'slack',
    canChange: options.canChange ?? false,
    async send(notice, manner = {}) {
      sendings.push({ notice, manner });
      if (typeof answers === 'function') return answers({ notice, manner }, time.now);
      return answers[sendings.length - 1] ?? answers.at(-1) ?? sent;
    },
  };
  const inner = createMemoryEventStore(clock);
  const store = options.store?.(inner) ?? inner;
  const given = { store, clusterId: 'test', clock, telemetry: silent, messenger: options.messenger ?? scripted };
  // Of several instances of the function each has handlers of its own.
  const instance = () =>
    createHandlers({
      ...given,
      consoleUrl: options.consoleUrl ?? null,
      ...(options.reportTime && { reportTime: options.reportTime }),
    });
  const handlers = instance();
  let requests = 0;
  const request = () => {
    requests += 1;
    return { awsRequestId: `r-${requests}`, functionName: 'notify', getRemainingTimeInMillis: () => FUNCTION_MILLISECONDS };
  };
  return {
    ...{ inner, sendings, slept, time },
    titles: () => sendings.map(({ notice }) => notice.title),
    deliver: (event: ToldEvent) => handlers.notify(delivery(event), request()),
    deliverToAnother: (event: ToldEvent) => instance().notify(delivery(event), request()),
    report: () => handlers.report({ tickAt: new Date(time.now).toISOString() }, request()),
    retell: () => handlers.retell({ tickAt: new Date(time.now).toISOString() }, request()),
    /** Five minutes later, as the schedule does it. */
    async later(minutes: number) {
      for (let passed = 0; passed < minutes; passed += 5) {
        time.now += 300_000;
        await handlers.retell({ tickAt: new Date(time.now).toISOString() }, request());
      }
    },
    recorded: () => inner.read(streamName('notices', 'test')) as Promise<NoticesEvent[]>,
    async outcomes() {
      const events = (await inner.read(streamName('notices', 'test'))) as NoticesEvent[];
      return events.filter(({ type }) => type !== 'NoticePlanned');
    },
  };
}

function delivery(event: ToldEvent): BusEvent {
  const place = { version: '0', account: '', time: event.occurredAt, region: '', resources: [] } as const;
  return { ...place, id: 'delivery', source: 'smartscale.capacity-manager', 'detail-type': event.type, detail: event };
}
