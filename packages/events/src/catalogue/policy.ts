import * as z from 'zod';
import { defineEvent } from '../define-event.ts';
import { policySchema } from '../policy.ts';
import { text } from './quantities.ts';

export const policyAdopted = defineEvent({
  type: 'PolicyAdopted',
  schemaVersion: 2,
  category: 'policy',
  description: 'A policy was put in force. Its version is the position of this event in its stream.',
  data: () => z.strictObject({ policy: policySchema, author: text, note: text }),
  // Knobs that a stored policy does not have are filled in by the schema.
  upcasters: [{ fromVersion: 1, upcast: (data) => data }],
});
