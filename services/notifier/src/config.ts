import { describeIssues } from '@smartscale/events';
import * as z from 'zod';

const parameter = z
  .string()
  .regex(/^\/[\w./-]+$/, 'expected the name of an SSM parameter, such as /smartscale/dev/slack-webhook-url');

const isTimeZone = (name: string) => {
  try {
    return Boolean(new Intl.DateTimeFormat('en-GB', { timeZone: name }));
  } catch {
    return false;
  }
};

const environmentSchema = z.object({
  TABLE_NAME: z.string().min(1),
  CLUSTER_ID: z.string().min(1),
  SLACK_WEBHOOK_PARAMETER: parameter,
  SLACK_TOKEN_PARAMETER: parameter,
  /** Empty: the webhook is used, which has a channel of its own. */
  SLACK_CHANNEL: z
    .string()
    .regex(/^#?[\w.-]*$/, 'expected a channel such as C0123456789')
    .default(''),
  CONSOLE_URL: z
    .union([z.literal(''), z.url({ protocol: /^https?$/, error: 'expected the http(s) address of the console' })])
    .default(''),
  REPORT_HOUR: z.coerce.number().int().min(0).max(23),
  REPORT_TIME_ZONE: z.string().refine(isTimeZone, 'expected a time zone such as Asia/Kolkata'),
});

export type Config = z.output<typeof environmentSchema>;

/** Reads the environment once, at cold start. Throws a sentence that names each variable that is missing or wrong. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const parsed = environmentSchema.safeParse(environment, { jitless: true });
  if (parsed.success) return parsed.data;
  throw new Error(`notifier cannot start: ${describeIssues(parsed.error)}. Set these in serverless.yml.`);
}
