import { describe, expect, it, vi } from 'vitest';
import { FOLD_SECONDS } from './folding.ts';
import type { SendAnswer } from './ports.ts';
import { completed, told } from './testing/events.ts';
import { notifier } from './testing/notifier.ts';

const lost = (number: number) =>
  told(
    'NodeLost',
    { instanceId: `i-${number}`, lostAt: '2026-11-24T12:00:00.000Z', aliveSeconds: 1, evidence: 'gone' },
    number,
  );
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const lines = (details: string | undefined) => [...(details ?? '').matchAll(/Node (i-\d+) was lost/g)].map(([, id]) => id);

describe('a storm told by a webhook', () => {
  it('has three told, a fourth one that says that more come, and these in one message when it is over', async () => {
    const { deliver, later, sendings, titles, outcomes } = notifier();
    for (const number of range(1, 8)) await deliver(lost(number));
    expect(titles()).toEqual(range(1, 4).map((number) => `Node i-${number} was lost`));
    expect(sendings[2]?.notice.details).toBe('gone');
    expect(sendings[3]?.notice.details).toContain('told in one message after that');
    await later(10);
    expect(sendings).toHaveLength(5);
    expect(titles()[4]).toBe('4 more lost nodes from 12:33 to 12:33 UTC');
    expect(lines(sendings[4]?.notice.details)).toEqual(['i-5', 'i-6', 'i-7', 'i-8']);
    const causes = (await outcomes()).flatMap(({ data }) => [data.causeId, ...('alsoTells' in data ? data.alsoTells : [])]);
    expect(causes).toEqual(range(1, 8).map((number) => lost(number).id));
  });

  it('begins anew after ten minutes', async () => {
    const { deliver, sendings, time } = notifier();
    for (const number of range(1, 5)) await deliver(lost(number));
    time.now += FOLD_SECONDS * 1_000 - 1;
    await deliver(lost(9));
    expect(sendings).toHaveLength(4);
    time.now += 1;
    await deliver(lost(10));
    expect(sendings).toHaveLength(5);
    expect(sendings[4]?.notice.details).toBe('gone');
  });

  it('of one kind leaves the others alone', async () => {
    const { deliver, sendings } = notifier();
    for (const number of range(1, 5)) await deliver(lost(number));
    for (const number of range(11, 16)) await deliver(completed({}, number));
    expect(sendings).toHaveLength(10);
  });
});

describe('a storm told where messages can be changed', () => {
  const posting = () => {
    let count = 0;
    return ({ manner }: { manner: { replaces?: unknown } }): SendAnswer => {
      if (manner.replaces) return { kind: 'sent' };
      count += 1;
      return { kind: 'sent', message: { channelId: 'C1', ts: `100.${count}` } };
    };
  };

  it('is one message after the third, which is rewritten with each that comes', async () => {
    const { deliver, sendings, outcomes } = notifier({ canChange: true, answers: posting() });
    for (const number of range(1, 8)) await deliver(lost(number));
    const changes = sendings.filter(({ manner }) => manner.replaces);
    expect([sendings.length - changes.length, changes.length]).toEqual([4, 4]);
    expect(changes.map(({ manner }) => manner.replaces)).toEqual(range(1, 4).map(() => ({ channelId: 'C1', ts: '100.4' })));
    expect(changes.at(-1)?.notice.title).toBe('5 more lost nodes from 12:33 to 12:33 UTC');
    expect(lines(changes.at(-1)?.notice.details)).toEqual(['i-4', 'i-5', 'i-6', 'i-7', 'i-8']);
    expect((await outcomes()).map(({ data }) => data.causeId)).toEqual(range(1, 8).map((number) => lost(number).id));
  });

  it('of many instances at once is told as one by one, and ends with all in the message', async () => {
    const { deliverToAnother, sendings, outcomes } = notifier({ canChange: true, answers: posting() });
    await Promise.all(range(1, 30).map((number) => deliverToAnother(lost(number))));
    const posts = sendings.filter(({ manner }) => !manner.replaces);
    expect(posts).toHaveLength(4);
    expect(new Set(lines(sendings.at(-1)?.notice.details)).size).toBe(27);
    const causes = (await outcomes()).flatMap(({ data }) => [data.causeId, ...('alsoTells' in data ? data.alsoTells : [])]);
    expect([causes.length, new Set(causes).size]).toEqual([30, 30]);
  });

  it('is complete at the end, though an older change may land after a newer one', async () => {
    const post = posting();
    const landed: string[] = [];
    let letFirstLand = () => {};
    const firstMayLand = new Promise<void>((resolve) => {
      letFirstLand = resolve;
    });
    let changes = 0;
    const { deliver, deliverToAnother } = notifier({
      canChange: true,
      async answers({ notice, manner }) {
        if (!manner.replaces) return post({ manner });
        changes += 1;
        if (changes === 1) await firstMayLand;
        landed.push(notice.details);
        return { kind: 'sent' };
      },
    });
    for (const number of range(1, 4)) await deliver(lost(number));
    const slow = deliverToAnother(lost(5));
    await vi.waitFor(() => expect(changes).toBe(1));
    await deliverToAnother(lost(6));
    letFirstLand();
    await slow;
    expect(lines(landed.at(-1))).toEqual(['i-4', 'i-5', 'i-6']);
  });

  it('whose message is gone goes on in a new one', async () => {
    const post = posting();
    let isGone = false;
    const { deliver, sendings } = notifier({
      canChange: true,
      answers: (sending) =>
        sending.manner.replaces && isGone && (sending.manner.replaces as { ts: string }).ts === '100.4'
          ? { kind: 'refused', reason: 'message_not_found', about: 'place' }
          : post(sending),
    });
    for (const number of range(1, 5)) await deliver(lost(number));
    isGone = true;
    await deliver(lost(6));
    await deliver(lost(7));
    expect(sendings.slice(-3).map(({ manner }) => manner)).toEqual([
      { replaces: { channelId: 'C1', ts: '100.4' } },
      {},
      { replaces: { channelId: 'C1', ts: '100.5' } },
    ]);
  });

  it('whose message cannot be changed is told when it is over', async () => {
    const post = posting();
    let isDown = true;
    const { deliver, later, sendings } = notifier({
      canChange: true,
      answers: (sending) => (sending.manner.replaces && isDown ? { kind: 'refused', reason: 'down' } : post(sending)),
    });
    for (const number of range(1, 6)) await deliver(lost(number));
    isDown = false;
    await later(10);
    expect(lines(sendings.at(-1)?.notice.details)).toEqual(['i-4', 'i-5', 'i-6']);
    expect(sendings.at(-1)?.manner.replaces).toBeDefined();
  });
});

describe('a story', () => {
  it('is one thread: what follows answers its first message', async () => {
    const answers = (): SendAnswer => ({ kind: 'sent', message: { channelId: 'C1', ts: '7.1' } });
    const { deliver, sendings, outcomes } = notifier({ canChange: true, answers });
    const of = (number: number, correlationId: string) => ({ ...completed({}, number), correlationId });
    await deliver(of(1, 'story'));
    await deliver(of(2, 'story'));
    await deliver(of(3, 'other'));
    expect(sendings.map(({ manner }) => manner)).toEqual([{}, { replyTo: { channelId: 'C1', ts: '7.1' } }, {}]);
    expect((await outcomes()).map(({ data }) => ('message' in data ? data.message?.threadTs : undefined))).toEqual([
      null,
      '7.1',
      null,
    ]);
  });

  it('goes on as a message of its own when its thread is gone', async () => {
    const { deliver, sendings } = notifier({
      canChange: true,
      answers: ({ manner }) =>
        manner.replyTo
          ? { kind: 'refused', reason: 'gone', about: 'place' }
          : { kind: 'sent', message: { channelId: 'C1', ts: '7.1' } },
    });
    for (const number of [1, 2]) await deliver({ ...completed({}, number), correlationId: 'story' });
    expect(sendings.map(({ manner }) => manner)).toEqual([{}, { replyTo: { channelId: 'C1', ts: '7.1' } }, {}]);
  });
});
