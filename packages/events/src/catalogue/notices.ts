import * as z from 'zod';
import { defineEvent } from '../define-event.ts';
import { count, text } from './quantities.ts';

export const noticeSent = defineEvent({
  type: 'NoticeSent',
  schemaVersion: 1,
  category: 'notices',
  description: 'People were told of an event.',
  data: () => z.strictObject({ causeId: z.string(), causeType: z.string(), channel: z.string(), text }),
});

export const noticeFailed = defineEvent({
  type: 'NoticeFailed',
  schemaVersion: 1,
  category: 'notices',
  description: 'People could not be told of an event, retries included.',
  data: () =>
    z.strictObject({
      causeId: z.string(),
      causeType: z.string(),
      channel: z.string(),
      text,
      reason: text,
      attempts: count,
    }),
});
