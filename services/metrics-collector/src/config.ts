import { describeIssues } from '@smartscale/events';
import * as z from 'zod';

const prometheusUrl = z
  .url({ protocol: /^https?$/, error: 'expected http://host:port or https://host:port' })
  // Asked of what is no URL as well.
  .refine((url) => !URL.canParse(url) || (new URL(url).username === '' && new URL(url).password === ''), {
    error: 'must not hold a user or password: put the Authorization header into the file PROMETHEUS_AUTHORIZATION_FILE',
  });

const environmentSchema = z.object({
  TABLE_NAME: z.string().min(1),
  CLUSTER_ID: z.string().min(1),
  INTERVAL_SECONDS: z.coerce.number().int().min(10).max(3_600),
  PROMETHEUS_URL: prometheusUrl,
  PROMETHEUS_TIMEOUT_SECONDS: z.coerce.number().positive().max(60).default(10),
  PROMETHEUS_AUTHORIZATION_FILE: z.string().min(1).optional(),
});

export type Config = z.output<typeof environmentSchema>;

/** Reads the environment once, at cold start. Throws a sentence that names each variable that is missing or wrong. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const parsed = environmentSchema.safeParse(environment, { jitless: true });
  if (parsed.success) return parsed.data;
  throw new Error(`metrics-collector cannot start: ${describeIssues(parsed.error)}. Set these in serverless.yml.`);
}
