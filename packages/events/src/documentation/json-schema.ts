import * as z from 'zod';
import type { EventDefinition } from '../define-event.ts';
import { envelopeSchema } from '../envelope.ts';

/** The part of JSON Schema that zod writes for our events. */
export type JsonSchema = {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number | boolean;
};

/** The versions of JSON Schema in use: `draft-4` is what an EventBridge schema registry takes, `draft-7` what AsyncAPI does. */
export type JsonSchemaTarget = 'draft-4' | 'draft-7' | 'draft-2020-12';

/** JSON Schema of the data of an event, as it is stored. */
export function dataSchema({ data }: EventDefinition, target: JsonSchemaTarget = 'draft-2020-12'): JsonSchema {
  return z.toJSONSchema(data, { target, io: 'output' }) as JsonSchema;
}

/** JSON Schema of the whole envelope of an event: the `detail` of its message on the bus. */
export function eventSchema(definition: EventDefinition, target: JsonSchemaTarget = 'draft-2020-12'): JsonSchema {
  const { type, schemaVersion, description, data } = definition;
  const envelope = envelopeSchema
    .extend({ type: z.literal(type), schemaVersion: z.literal(schemaVersion), data })
    .describe(description);
  return z.toJSONSchema(envelope, { target, io: 'output' }) as JsonSchema;
}
