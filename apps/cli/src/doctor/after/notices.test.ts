import type { EventData, RecordedEvent } from '@smartscale/events';
import { describe, expect, it } from 'vitest';
import { judgeNotices, type NoticeEvent } from './notices.ts';

const NOW = Date.parse('2026-11-24T12:00:00.000Z');
const event = (
  type: NoticeEvent['type'],
  causeId: string,
  data: Partial<EventData<'NoticeFailed'> & EventData<'NoticeSent'>> = {},
) =>
  ({
    type,
    recordedAt: '2026-11-24T11:55:00.000Z',
    data: { causeId, channel: 'slack', alsoTells: [], reason: 'Slack answered 503', retryAt: null, ...data },
  }) as unknown as RecordedEvent<'NoticeSent' | 'NoticeFailed'>;
const judged = (...notices: readonly NoticeEvent[]) => judgeNotices({ notices, changedAt: null }, NOW);

describe('a notice that failed', () => {
  it('and was told later, alone or with others, is not missed', () => {
    const failed = [event('NoticeFailed', 'a', { retryAt: 'later' }), event('NoticeFailed', 'b', { retryAt: 'later' })];
    expect(judged(...failed, event('NoticeSent', 'a', { alsoTells: ['b'] }))).toMatchObject({
      verdict: 'ok',
      found: expect.stringContaining('2 of 2 were delivered'),
    });
  });

  it('and is tried again says so, and counts once however often it was tried', () => {
    const tried = [event('NoticeFailed', 'a', { retryAt: 'later' }), event('NoticeFailed', 'a', { retryAt: 'later' })];
    expect(judged(event('NoticeSent', 'z'), ...tried)).toMatchObject({
      verdict: 'failed',
      found: '1 of 2 were delivered in the last day; the last one was not, and is tried again: Slack answered 503',
    });
  });

  it('and was given up is a warning while others arrive', () =>
    expect(judged(event('NoticeFailed', 'a'), event('NoticeSent', 'b'))).toMatchObject({
      verdict: 'warning',
      found: expect.stringContaining('1 of 2 were delivered'),
    }));
});
