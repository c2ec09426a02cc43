import { describeIssues } from '@smartscale/events';
import * as z from 'zod';

const environmentSchema = z.object({
  TABLE_NAME: z.string().min(1),
  CLUSTER_ID: z.string().min(1),
  VIEWS_TABLE_NAME: z.string().min(1),
});

export type Config = z.output<typeof environmentSchema>;

/** Reads the environment once, at cold start. Throws a sentence that names each variable that is missing or wrong. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const parsed = environmentSchema.safeParse(environment, { jitless: true });
  if (parsed.success) return parsed.data;
  throw new Error(`projections cannot start: ${describeIssues(parsed.error)}. Set these in serverless.yml.`);
}
