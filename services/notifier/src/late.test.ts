import { describe, expect, it } from 'vitest';
import { GIVE_UP_SECONDS, MAX_WAITING } from './decide.ts';
import type { SendAnswer } from './ports.ts';
import { completed, launchFailed, told } from './testing/events.ts';
import { notifier } from './testing/notifier.ts';

const START = Date.parse('2026-11-24T12:33:00.000Z');
const failed: SendAnswer = { kind: 'failed', reason: 'Slack answered 503' };
const sent: SendAnswer = { kind: 'sent' };
const lost = (number: number) =>
  told(
    'NodeLost',
    { instanceId: `i-${number}`, lostAt: '2026-11-24T12:00:00.000Z', aliveSeconds: 1, evidence: 'gone' },
    number,
  );

/** Down from the start for so many minutes. */
const downFor =
  (minutes: number, during: SendAnswer = failed) =>
  (_: unknown, at: number) =>
    at < START + minutes * 60_000 ? during : sent;

describe('a channel that is down for an hour', () => {
  it('gets all messages late, once, in their order, in one', async () => {
    const { deliver, later, sendings, outcomes, time } = notifier({ answers: downFor(60) });
    for (let number = 1; number <= 10; number += 1) {
      await deliver(completed({ workersAfter: number }, number));
      await later(5);
      await deliver(completed({}, number));
    }
    time.now = Math.max(time.now, START + 61 * 60_000);
    const tried = sendings.length;
    await later(10);
    expect(sendings).toHaveLength(tried + 1);
    const digest = sendings.at(-1)?.notice;
    expect(digest?.title).toMatch(/^10 messages from 12:33 to \d\d:\d\d UTC, late$/);
    const totals = [...(digest?.details ?? '').matchAll(/Total: (\d+) node/g)].map(([, total]) => Number(total));
    expect(totals).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const sentEvents = (await outcomes()).filter(({ type }) => type === 'NoticeSent');
    expect(sentEvents).toMatchObject([
      {
        data: { causeId: completed({}, 1).id, alsoTells: Array.from({ length: 9 }, (_, index) => completed({}, index + 2).id) },
      },
    ]);
    await deliver(completed({}, 11));
    expect(sendings.at(-1)?.notice.title).toContain('Added 2 Spot nodes');
  });

  it('is asked once every five minutes, and one failure is recorded', async () => {
    const { deliver, later, sendings, outcomes } = notifier({ answers: downFor(60) });
    await deliver(completed());
    expect(sendings).toHaveLength(4);
    await later(50);
    expect(sendings).toHaveLength(4 + 10);
    expect(await outcomes()).toHaveLength(1);
  });

  it('gets up to three one by one, as they were made from their events', async () => {
    const events = [completed({}, 1), launchFailed(), lost(3)];
    const { deliver, later, titles, sendings, inner } = notifier({ answers: downFor(4) });
    await inner.append(
      'fleet-test',
      events.map(
        ({ type, data, id, occurredAt, correlationId, causationId }) =>
          ({ type, data, id, occurredAt, correlationId, causationId }) as never,
      ),
      { expectedVersion: 0 },
    );
    const [first, , third] = events;
    if (!first || !third) throw new Error('no events');
    await deliver(first);
    await deliver({ ...third, position: 3 });
    const before = sendings.length;
    await later(5);
    expect(titles().slice(before)).toEqual([
      'Added 2 Spot nodes in ap-south-1b (CPU: 78%) -> Total: 5 nodes',
      'Node i-3 was lost',
    ]);
    expect(sendings.at(-1)?.notice.details).toMatch(/^Told 5 minutes late: it happened at 12:32 UTC\.\ngone/);
  });

  it('tells the sentence alone of an event that has expired', async () => {
    const { deliver, later, sendings } = notifier({ answers: downFor(4) });
    await deliver(completed());
    await later(5);
    expect(sendings.at(-1)?.notice).toMatchObject({ title: expect.stringContaining('Added 2 Spot'), facts: [] });
  });
});

describe('a pause that the channel asks for', () => {
  it('is kept by those that come later, too', async () => {
    const { deliver, later, sendings } = notifier({
      answers: (_, at) => (at < START + 1_800_000 ? { kind: 'limited', retryAfterSeconds: 1_800 } : sent),
    });
    await deliver(completed({}, 1));
    await deliver(completed({}, 2));
    await later(25);
    expect(sendings).toHaveLength(1);
    await later(10);
    expect(sendings).toHaveLength(3);
  });
});

describe('a channel that stays away', () => {
  it('is given up for a message after a day, which is recorded once', async () => {
    const { deliver, later, outcomes, time } = notifier({ answers: [failed] });
    await deliver(completed());
    time.now += GIVE_UP_SECONDS * 1_000;
    await later(10);
    expect(await outcomes()).toMatchObject([
      { data: { retryAt: expect.any(String) } },
      { type: 'NoticeFailed', data: { retryAt: null } },
    ]);
  });

  it('has so many messages wait, and no more', async () => {
    const { deliver, outcomes } = notifier({ answers: [failed] });
    for (let number = 1; number <= MAX_WAITING + 2; number += 1) await deliver(completed({}, number));
    expect((await outcomes()).slice(1)).toMatchObject(
      [1, 2].map(() => ({ data: { reason: '100 messages wait already', retryAt: null } })),
    );
  });
});
