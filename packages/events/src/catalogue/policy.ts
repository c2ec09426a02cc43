import * as z from 'zod';
import { defineEvent } from '../define-event.ts';
import { policySchema } from '../policy.ts';
import { position, text } from './quantities.ts';

/** Knobs that a stored policy does not have are filled in by the schema. */
const unchanged = (data: unknown) => data;

export const policyAdopted = defineEvent({
  type: 'PolicyAdopted',
  schemaVersion: 3,
  category: 'policy',
  description: 'A policy was put in force. Its version is the position of this event in its stream.',
  data: () =>
    z.strictObject({
      policy: policySchema,
      author: text,
      note: text,
      shadowPosition: position
        .optional()
        .describe('of the ShadowPolicySet that went on beside it; absent: none. So the last event of the stream leads to both'),
    }),
  upcasters: [
    { fromVersion: 1, upcast: unchanged },
    { fromVersion: 2, upcast: unchanged },
  ],
});

export const shadowPolicySet = defineEvent({
  type: 'ShadowPolicySet',
  schemaVersion: 1,
  category: 'policy',
  description:
    'A policy began to decide beside the one in force, only to be watched; or, without a policy, none does any more.',
  data: () =>
    z.strictObject({
      name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'expected lower-case letters, digits and dashes'),
      policy: policySchema.nullable().describe('null: the shadow was taken away'),
      author: text,
      note: text,
      adoptedPosition: z.number().int().min(0).describe('of the PolicyAdopted in force; 0: none'),
    }),
});
