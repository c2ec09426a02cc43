import { describeIssues } from '@smartscale/events';
import { kubernetesEnvironment } from '@smartscale/kubernetes/s3';
import { ON_DEMAND_PRICES } from '@smartscale/projections/prices';
import * as z from 'zod';

/** JSON in an environment variable. */
function json<Schema extends z.ZodType>(schema: Schema) {
  return z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({ code: 'custom', message: 'is not JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);
}

const subnets = z
  .record(z.string(), z.string().startsWith('subnet-'))
  .refine((zones) => Object.keys(zones).length > 0, { error: 'names no zone' });

const environmentSchema = z.object({
  TABLE_NAME: z.string().min(1),
  CLUSTER_ID: z.string().min(1),
  LAUNCH_TEMPLATE: z.string().min(1).describe('its id or its name'),
  WORKER_SUBNETS: json(subnets).describe('{"<zone>": "subnet-..."}'),
  // Empty where none are given: a template has no variable that is sometimes there.
  ON_DEMAND_PRICES: z
    .preprocess((text) => (text === '' ? undefined : text), json(z.record(z.string(), z.number().positive())).optional())
    .describe('{"<instance type>": <USD per hour>}'),
  ...kubernetesEnvironment,
  EC2_DUAL_STACK: z.enum(['true', 'false']).default('false').describe('reach EC2 over IPv6, from a VPC without NAT'),
});

export type Config = Omit<z.output<typeof environmentSchema>, 'ON_DEMAND_PRICES' | 'EC2_DUAL_STACK'> & {
  readonly onDemandPrices: Readonly<Record<string, number>>;
  readonly useDualStack: boolean;
};

/** Reads the environment once, at cold start. Throws a sentence that names each variable that is missing or wrong. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const parsed = environmentSchema.safeParse(environment, { jitless: true });
  if (!parsed.success) {
    throw new Error(`capacity-manager cannot start: ${describeIssues(parsed.error)}. Set these in serverless.yml.`);
  }
  const { ON_DEMAND_PRICES: own, EC2_DUAL_STACK, ...rest } = parsed.data;
  return {
    ...rest,
    onDemandPrices: { ...ON_DEMAND_PRICES[rest.AWS_REGION], ...own },
    useDualStack: EC2_DUAL_STACK === 'true',
  };
}
