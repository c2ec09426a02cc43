import { type EventStore, ExpectedVersionError } from '@smartscale/events';
import { describe, expect, it } from 'vitest';
import { MAX_REMEMBERED } from './decider.ts';
import { RETRY_AFTER_SECONDS } from './deliver.ts';
import type { SendAnswer } from './ports.ts';
import { completed, missed, refused } from './testing/events.ts';
import { notifier, sent } from './testing/notifier.ts';

describe('once for each event', () => {
  it('plans, sends and records', async () => {
    const { deliver, titles, recorded } = notifier();
    await deliver(completed());
    const text = 'Added 2 Spot nodes in ap-south-1b (CPU: 78%) -> Total: 5 nodes';
    expect(titles()).toEqual([text]);
    const { id } = completed();
    const about = { causeId: id, causeType: 'ScaleCompleted', text };
    const caused = { causationId: id, correlationId: id };
    expect(await recorded()).toMatchObject([
      { type: 'NoticePlanned', ...caused, data: { ...about, role: 'alone', cause: { stream: 'fleet-test', position: 1 } } },
      { type: 'NoticeSent', ...caused, data: { ...about, channel: 'slack', message: null, alsoTells: [], lateSeconds: 0 } },
    ]);
  });

  it('not again when it is delivered again, nor when two instances get it at once', async () => {
    const { deliver, deliverToAnother, titles, outcomes } = notifier();
    await Promise.all([deliver(completed()), deliverToAnother(completed()), deliverToAnother(completed())]);
    await deliver(completed());
    expect([titles().length, (await outcomes()).length]).toEqual([1, 1]);
  });

  it('not again after as many others as are remembered, snapshots in between', async () => {
    const { deliver, sendings } = notifier();
    for (let number = 1; number <= MAX_REMEMBERED; number += 1) await deliver(completed({}, number));
    await deliver(completed({}, 1));
    expect(sendings).toHaveLength(MAX_REMEMBERED);
    await deliver(completed({}, MAX_REMEMBERED + 1));
    await deliver(completed({}, 1));
    expect(sendings).toHaveLength(MAX_REMEMBERED + 2);
  });

  it('says nothing of what is not worth it', async () => {
    const { deliver, sendings, recorded } = notifier();
    await deliver(missed(2));
    expect([sendings, await recorded()]).toEqual([[], []]);
  });

  const dyingAt = (number: number) => {
    let appends = 0;
    return (inner: EventStore): EventStore => ({
      ...inner,
      async append(...given) {
        appends += 1;
        if (appends === number) throw new Error('killed');
        return inner.append(...given);
      },
    });
  };

  it('is sent by the repeat when it died before it was planned', async () => {
    const { deliver, titles } = notifier({ store: dyingAt(1) });
    await expect(deliver(completed())).rejects.toThrow('killed');
    expect(titles()).toEqual([]);
    await deliver(completed());
    expect(titles()).toHaveLength(1);
  });

  it('is repeated once at most, late, when it died between sending and recording', async () => {
    const { deliver, later, sendings, outcomes } = notifier({ store: dyingAt(2) });
    await expect(deliver(completed())).rejects.toThrow('killed');
    await deliver(completed());
    expect(sendings).toHaveLength(1);
    await later(15);
    expect([sendings.length, (await outcomes()).length]).toEqual([2, 1]);
    expect(sendings[1]?.notice.details).toContain('5 minutes late');
  });

  it('does not send again for a record that others overtook many times', async () => {
    const rivals = { left: 12 };
    const overtaken = (inner: EventStore): EventStore => ({
      ...inner,
      async append(stream, events, options) {
        if (rivals.left-- > 0) throw new ExpectedVersionError(stream, options.expectedVersion);
        return inner.append(stream, events, options);
      },
    });
    const { deliver, sendings, outcomes } = notifier({ store: overtaken });
    await deliver(completed());
    expect([sendings.length, (await outcomes()).length]).toEqual([1, 1]);
  });
});

describe('what comes again at every evaluation', () => {
  it('is told again after an hour only', async () => {
    const { deliver, sendings, time } = notifier();
    await deliver(refused('no-victim', 1));
    time.now += 3_599_000;
    await deliver(refused('no-victim', 2));
    await deliver(refused('no-offering', 3));
    expect(sendings).toHaveLength(2);
    time.now += 1_000;
    await deliver(refused('no-victim', 4));
    expect(sendings).toHaveLength(3);
  });
});

describe('a channel that does not take it', () => {
  const failed: SendAnswer = { kind: 'failed', reason: 'Slack answered 503' };
  const limited = (retryAfterSeconds: number | null): SendAnswer => ({ kind: 'limited', retryAfterSeconds });
  const refusal = (about?: 'message' | 'place'): SendAnswer => ({ kind: 'refused', reason: 'no', ...(about && { about }) });

  it.each<[string, readonly SendAnswer[], { pauses: readonly number[]; told: boolean; sendings?: number }]>([
    ['is down for a moment', [failed, sent], { pauses: [1], told: true }],
    ['is down', [failed], { pauses: RETRY_AFTER_SECONDS, told: false }],
    ['asks for a pause', [limited(7), sent], { pauses: [7], told: true }],
    ['asks for as long as the function lives', [limited(220), sent], { pauses: [220], told: true }],
    ['asks for a pause of unknown length', [limited(null), sent], { pauses: [1], told: true }],
    ['asks for a pause that is too long', [limited(221), sent], { pauses: [], told: false }],
    ['refuses everything', [refusal()], { pauses: [], told: false }],
    ['refuses the blocks', [refusal('message'), sent], { pauses: [], told: true, sendings: 2 }],
    ['refuses the sentence, too', [refusal('message')], { pauses: [], told: false, sendings: 2 }],
  ])('%s', async (_, answers, { pauses, told, sendings: count }) => {
    const { deliver, slept, outcomes, sendings } = notifier({ answers });
    await deliver(completed());
    expect(slept).toEqual(pauses);
    expect(sendings).toHaveLength(count ?? pauses.length + 1);
    expect(await outcomes()).toMatchObject([
      told ? { type: 'NoticeSent' } : { type: 'NoticeFailed', data: { attempts: sendings.length, reason: expect.any(String) } },
    ]);
  });

  it('gets the sentence alone after it has refused the blocks', async () => {
    const { deliver, sendings } = notifier({ answers: [refusal('message'), sent] });
    await deliver(completed());
    expect(sendings.map(({ manner }) => manner)).toEqual([{}, { isPlain: true }]);
  });
});
