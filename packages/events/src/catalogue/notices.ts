import * as z from 'zod';
import { defineEvent } from '../define-event.ts';
import { timestamp } from '../timestamp.ts';
import { count, position, quantity, text } from './quantities.ts';

const about = () => ({
  causeId: z.string().describe('the event that people are told of; of a report, the id that its week has'),
  causeType: z.string(),
});

/** A message where it can be answered and changed: Slack's channel and `ts`. */
const channelMessage = () =>
  z.strictObject({
    channelId: z.string(),
    ts: z.string(),
    threadTs: z
      .string()
      .nullable()
      .describe('the first message of the story, of which this one is a reply; null: it is the first'),
  });

export const noticePlanned = defineEvent({
  type: 'NoticePlanned',
  schemaVersion: 1,
  category: 'notices',
  description: 'It was settled, before anything was sent, that people are to be told of an event, and how.',
  data: () =>
    z.strictObject({
      ...about(),
      text,
      cause: z
        .strictObject({ stream: z.string(), position })
        .nullable()
        .describe('where the event is, to be read again should the message be late; null: it is made again from nothing'),
      role: z
        .enum(['alone', 'first-of-more', 'folded', 'behind'])
        .describe(
          'alone: by itself; first-of-more: it speaks for those of a storm that follow; folded: told in another message; behind: after others that wait',
        ),
      plannedBy: z.string().describe('the request that is to send it: of several that plan the same at once, the one'),
      notBefore: timestamp.describe('whoever planned it has until then to send it; afterwards it is late, and told as such'),
    }),
});

export const noticeSent = defineEvent({
  type: 'NoticeSent',
  schemaVersion: 2,
  category: 'notices',
  description: 'People were told of an event, or of several in one message.',
  data: () =>
    z.strictObject({
      ...about(),
      channel: z.string(),
      text,
      message: channelMessage().nullable().describe('null: the channel does not say, as a webhook does not'),
      alsoTells: z.array(z.string()).max(200).describe('ids of other events that the same message tells of'),
      lateSeconds: quantity.describe('from when it was to be sent; 0 when it was in time'),
    }),
  upcasters: [{ fromVersion: 1, upcast: (data) => ({ ...(data as object), message: null, alsoTells: [], lateSeconds: 0 }) }],
});

export const noticeFailed = defineEvent({
  type: 'NoticeFailed',
  schemaVersion: 2,
  category: 'notices',
  description: 'People could not be told of an event for now, or not at all.',
  data: () =>
    z.strictObject({
      ...about(),
      channel: z.string(),
      text,
      reason: text,
      attempts: count,
      retryAt: timestamp.nullable().describe('it is tried again from then on; null: it is given up'),
    }),
  upcasters: [{ fromVersion: 1, upcast: (data) => ({ ...(data as object), retryAt: null }) }],
});
