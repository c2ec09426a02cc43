import * as z from 'zod';

const retryPolicy = z.strictObject({ maximumEventAge: z.int().optional(), maximumRetryAttempts: z.int().optional() });

/** The part of an `eventBridge` event that can be run here. */
export const eventBridgeSchema = z.strictObject({
  eventBus: z.unknown().optional(),
  pattern: z.record(z.string(), z.unknown()),
  enabled: z.boolean().default(true),
  name: z.string().optional(),
  description: z.string().optional(),
  retryPolicy: retryPolicy.optional(),
  deadLetterQueueArn: z.unknown().optional(),
});

/** The part of a `schedule` event that can be run here: EventBridge Scheduler's, which can pass the scheduled time on. */
export const scheduleSchema = z.strictObject({
  method: z.literal('scheduler'),
  rate: z.array(z.string()).min(1),
  input: z.record(z.string(), z.unknown()).default({}),
  enabled: z.boolean().default(true),
  name: z.string().optional(),
  description: z.string().optional(),
  roleArn: z.unknown().optional(),
  groupName: z.unknown().optional(),
  timezone: z.literal('UTC').optional(),
});

/** A `stream` event: the event table's. */
export const streamSchema = z.strictObject({
  type: z.literal('dynamodb'),
  arn: z.unknown(),
  startingPosition: z.enum(['LATEST', 'TRIM_HORIZON']).default('TRIM_HORIZON'),
  batchSize: z.int().min(1).max(10_000).default(100),
  batchWindow: z.int().default(0),
  bisectBatchOnFunctionError: z.boolean().default(false),
  maximumRetryAttempts: z.int().default(-1),
  maximumRecordAgeInSeconds: z.int().optional(),
  functionResponseType: z.literal('ReportBatchItemFailures').optional(),
  parallelizationFactor: z.int().optional(),
  filterPatterns: z.array(z.record(z.string(), z.unknown())).default([]),
  destinations: z.unknown().optional(),
  enabled: z.boolean().default(true),
});

const eventSchema = z.union([
  z.strictObject({ eventBridge: eventBridgeSchema }),
  z.strictObject({ schedule: scheduleSchema }),
  z.strictObject({ stream: streamSchema }),
]);

/** The part of a function that matters here; the rest (role, memory) is for the deployment. */
export const functionSchema = z.looseObject({
  handler: z.string(),
  timeout: z.number().optional(),
  maximumRetryAttempts: z.int().min(0).max(2).default(2),
  reservedConcurrency: z.int().min(1).optional(),
  environment: z.record(z.string(), z.unknown()).default({}),
  events: z.array(eventSchema).default([]),
});

export const serviceSchema = z.object({
  service: z.string().startsWith('smartscale-'),
  provider: z.looseObject({ timeout: z.number().default(6), environment: z.record(z.string(), z.unknown()).default({}) }),
  functions: z.record(z.string(), functionSchema),
});
