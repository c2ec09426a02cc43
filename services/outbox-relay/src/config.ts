import { describeIssues } from '@smartscale/events';
import * as z from 'zod';

const environment = z.object({
  CLUSTER_ID: z.string().min(1),
  BUS_NAME: z.string().min(1).describe('name or ARN of the bus that events are published to'),
  FAILURE_QUEUE_URL: z.string().min(1).describe('URL of the SQS queue for records that can never be published'),
});

export type Config = { readonly busName: string; readonly clusterId: string; readonly failureQueueUrl: string };

/** Reads the environment once, at cold start. Throws a sentence that names what is wrong. */
export function readConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  const parsed = environment.safeParse(variables);
  if (!parsed.success) {
    throw new Error(
      `outbox-relay cannot start, its environment is wrong: ${describeIssues(parsed.error)}. See functions.relay.environment in its serverless.yml.`,
    );
  }
  const { BUS_NAME, CLUSTER_ID, FAILURE_QUEUE_URL } = parsed.data;
  return { busName: BUS_NAME, clusterId: CLUSTER_ID, failureQueueUrl: FAILURE_QUEUE_URL };
}
