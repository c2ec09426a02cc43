import { deriveEventId, type EventStore, type RecordedEvent, streamName } from '@smartscale/events';
import { createMemoryEventStore } from '@smartscale/events/memory';
import { type BusEvent, type Clock, silent } from '@smartscale/lambda';
import { describe, expect, it } from 'vitest';
import { MAX_REMEMBERED } from './decider.ts';
import { RETRY_AFTER_SECONDS } from './deliver.ts';
import { FOLD_SECONDS } from './folding.ts';
import { createHandlers } from './handler.ts';
import type { Notice } from './notice.ts';
import type { ToldEvent } from './notice-for.ts';
import type { SendAnswer } from './ports.ts';
import { completed, launchFailed, missed, refused, told as toldOf } from './testing/events.ts';

const context = { awsRequestId: 'r', functionName: 'notify', getRemainingTimeInMillis: () => 60_000 };
const sent: SendAnswer = { kind: 'sent' };

const delivery = (event: ToldEvent): BusEvent => {
  const place = { version: '0', account: '', time: event.occurredAt, region: '', resources: [] } as const;
  return { ...place, id: 'delivery', source: 'smartscale.capacity-manager', 'detail-type': event.type, detail: event };
};

function notifier(options: { answers?: readonly SendAnswer[]; store?: (inner: EventStore) => EventStore } = {}) {
  const time = { now: Date.parse('2026-11-24T12:33:00.000Z') };
  const slept: number[] = [];
  const clock: Clock = {
    now: () => time.now,
    async sleep(milliseconds) {
      slept.push(milliseconds / 1_000);
      time.now += milliseconds;
    },
  };
  const messages: Notice[] = [];
  const messenger = {
    channel: 'slack',
    async send(notice: Notice) {
      messages.push(notice);
      return options.answers?.[messages.length - 1] ?? options.answers?.at(-1) ?? sent;
    },
  };
  const inner = createMemoryEventStore(clock);
  const store = options.store?.(inner) ?? inner;
  const handlers = createHandlers({ store, clusterId: 'test', clock, telemetry: silent, messenger });
  return {
    ...{ inner, messages, slept, time },
    deliver: (event: ToldEvent) => handlers.notify(delivery(event), context),
    recorded: () => inner.read(streamName('notices', 'test')) as Promise<RecordedEvent<'NoticeSent' | 'NoticeFailed'>[]>,
  };
}

describe('once for each event', () => {
  it('sends and records', async () => {
    const { deliver, messages, recorded } = notifier();
    await deliver(completed());
    const text = 'Added 2 Spot nodes in ap-south-1b (CPU 78 %) -> 5 nodes';
    expect(messages.map(({ title }) => title)).toEqual([text]);
    const { id } = completed();
    expect(await recorded()).toMatchObject([
      {
        type: 'NoticeSent',
        causationId: id,
        correlationId: id,
        data: { causeId: id, causeType: 'ScaleCompleted', channel: 'slack', text },
      },
    ]);
  });

  it('not again when it is delivered again, nor when two deliveries come at once', async () => {
    const { deliver, messages, recorded } = notifier();
    await Promise.all([deliver(completed()), deliver(completed())]);
    await deliver(completed());
    expect([messages.length, (await recorded()).length]).toEqual([1, 1]);
  });

  it('not again after as many others as are remembered, snapshots in between', async () => {
    const { deliver, messages } = notifier();
    for (let number = 1; number <= MAX_REMEMBERED; number += 1) await deliver(completed({}, number));
    await deliver(completed({}, 1));
    expect(messages).toHaveLength(MAX_REMEMBERED);
    await deliver(completed({}, MAX_REMEMBERED + 1));
    await deliver(completed({}, 1));
    expect(messages).toHaveLength(MAX_REMEMBERED + 2);
  });

  it('says nothing of what is not worth it', async () => {
    const { deliver, messages, recorded } = notifier();
    await deliver(missed(2));
    expect([messages, await recorded()]).toEqual([[], []]);
  });

  it('repeats the message once at most when it died between sending and recording', async () => {
    let crash = true;
    const dying = (inner: EventStore): EventStore => ({
      ...inner,
      async append(...given) {
        if (crash) throw new Error('killed');
        return inner.append(...given);
      },
    });
    const { deliver, messages, recorded } = notifier({ store: dying });
    await expect(deliver(completed())).rejects.toThrow('killed');
    crash = false;
    await deliver(completed());
    await deliver(completed());
    expect([messages.length, (await recorded()).length]).toEqual([2, 1]);
  });

  it('does not send again for a record that others overtook many times', async () => {
    const rivals = { left: 12 };
    const overtaken = (inner: EventStore): EventStore => ({
      ...inner,
      async append(stream, events, { expectedVersion }) {
        if (rivals.left-- > 0) {
          const other = { ...launchFailed(), id: deriveEventId(0, 'rival', rivals.left) };
          const data = { causeId: other.id, causeType: 'LaunchFailed', channel: 'slack', text: 't' };
          await inner.append(stream, [{ ...other, type: 'NoticeSent', data }], { expectedVersion });
        }
        return inner.append(stream, events, { expectedVersion });
      },
    });
    const { deliver, messages, recorded } = notifier({ store: overtaken });
    await deliver(completed());
    expect([messages.length, (await recorded()).length]).toEqual([1, 13]);
  });
});

describe('what comes again at every evaluation', () => {
  it('is told again after an hour only', async () => {
    const { deliver, messages, time } = notifier();
    await deliver(refused('no-victim', 1));
    time.now += 3_599_000;
    await deliver(refused('no-victim', 2));
    await deliver(refused('no-offering', 3));
    expect(messages).toHaveLength(2);
    time.now += 1_000;
    await deliver(refused('no-victim', 4));
    expect(messages).toHaveLength(3);
  });
});

describe('a channel that does not take it', () => {
  const failed: SendAnswer = { kind: 'failed', reason: 'Slack answered 503' };
  const limited = (retryAfterSeconds: number | null): SendAnswer => ({ kind: 'limited', retryAfterSeconds });

  it.each<[string, readonly SendAnswer[], { pauses: readonly number[]; told: boolean }]>([
    ['is down for a moment', [failed, sent], { pauses: [1], told: true }],
    ['is down', [failed], { pauses: RETRY_AFTER_SECONDS, told: false }],
    ['asks for a pause', [limited(7), sent], { pauses: [7], told: true }],
    ['asks for a minute', [limited(60), sent], { pauses: [60], told: true }],
    ['asks for a pause of unknown length', [limited(null), sent], { pauses: [1], told: true }],
    ['asks for a pause that is too long', [limited(61), sent], { pauses: [], told: false }],
    ['refuses it', [{ kind: 'refused', reason: 'Slack answered 400 (invalid_blocks)' }], { pauses: [], told: false }],
  ])('%s', async (_, answers, { pauses, told }) => {
    const { deliver, slept, recorded, messages } = notifier({ answers });
    await deliver(completed());
    expect(slept).toEqual(pauses);
    expect(await recorded()).toMatchObject([
      told ? { type: 'NoticeSent' } : { type: 'NoticeFailed', data: { attempts: messages.length, reason: expect.any(String) } },
    ]);
  });
});

describe('a storm', () => {
  const lost = (number: number, minute: number): ToldEvent => {
    const data = { instanceId: `i-${number}`, lostAt: '', aliveSeconds: 1, evidence: 'gone' };
    const occurredAt = new Date(Date.parse('2026-11-24T12:33:00.000Z') + minute * 60_000).toISOString();
    return { ...toldOf('NodeLost', { ...data, lostAt: occurredAt }, number), occurredAt };
  };

  it('has three told, a fourth one that speaks for the others, and anew after ten minutes', async () => {
    const { deliver, messages, time, recorded } = notifier();
    for (let number = 1; number <= 8; number += 1) await deliver(lost(number, 0));
    expect(messages.map(({ title }) => title)).toEqual([1, 2, 3, 4].map((number) => `Node i-${number} was lost`));
    expect(messages[2]?.details).toBe('gone');
    expect(messages[3]?.details).toContain('smartscale events --type NodeLost');
    expect(await recorded()).toHaveLength(4);
    time.now += FOLD_SECONDS * 1_000 - 1;
    await deliver(lost(9, 10));
    expect(messages).toHaveLength(4);
    time.now += 1;
    await deliver(lost(10, 10));
    expect(messages).toHaveLength(5);
    expect(messages[4]?.details).toBe('gone');
  });

  it('of one kind leaves the others alone', async () => {
    const { deliver, messages } = notifier();
    for (let number = 1; number <= 5; number += 1) await deliver(lost(number, 0));
    for (let number = 11; number <= 16; number += 1) await deliver(completed({}, number));
    expect(messages).toHaveLength(10);
  });
});
