import { describeIssues } from '@smartscale/events';
import { kubernetesEnvironment } from '@smartscale/kubernetes/s3';
import * as z from 'zod';

const environmentSchema = z.object({
  TABLE_NAME: z.string().min(1),
  CLUSTER_ID: z.string().min(1),
  ...kubernetesEnvironment,
});

export type Config = z.output<typeof environmentSchema>;

/** Reads the environment once, at cold start. Throws a sentence that names each variable that is missing or wrong. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const parsed = environmentSchema.safeParse(environment, { jitless: true });
  if (parsed.success) return parsed.data;
  throw new Error(`spot-guard cannot start: ${describeIssues(parsed.error)}. Set these in serverless.yml.`);
}
