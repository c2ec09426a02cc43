import * as z from 'zod';
import { defineEvent } from '../define-event.ts';
import { policySchema } from '../policy.ts';
import { text } from './quantities.ts';

export const policyAdopted = defineEvent({
  type: 'PolicyAdopted',
  schemaVersion: 1,
  category: 'policy',
  description: 'A policy was put in force. Its version is the position of this event in its stream.',
  data: z.strictObject({ policy: policySchema, author: text, note: text }),
});
