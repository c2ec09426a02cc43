import * as z from 'zod';

const file = z.string().min(1).describe('a path; a relative one begins at the configuration file');
const seconds = z.number().positive();

const prometheusUrl = z
  .url({ protocol: /^https?$/, error: 'expected http://host:port or https://host:port' })
  .refine((url) => new URL(url).username === '' && new URL(url).password === '', {
    error: 'must not hold a user or password: put the Authorization header into a file, authorizationFile',
  });

/** What one fleet needs to be told. examples/smartscale.yaml shows every setting. */
export const configurationSchema = z.strictObject({
  cluster: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'expected lower-case letters, digits and hyphens')
    .describe('whose workers; the value of their tag smartscale:cluster'),
  store: file.describe('the SQLite file of all events; created when it is missing'),
  prometheus: z.strictObject({
    url: prometheusUrl,
    authorizationFile: file.optional().describe('one line: "Bearer <token>" or "Basic <base64 of user:password>"'),
    caFile: file.optional().describe('PEM of the authority that signed the certificate, when it is not a public one'),
    timeoutSeconds: seconds.max(60).default(10),
  }),
  kubernetes: z.strictObject({
    credentialFile: file.describe('JSON: { "server", "caCertificate", "token" }'),
    timeoutSeconds: seconds.max(30).default(5),
  }),
  ec2: z.strictObject({
    region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'expected a region such as ap-south-1'),
    launchTemplate: z.string().min(1).describe('its id or name; workers start from its latest version'),
    subnets: z
      .record(z.string(), z.string().regex(/^subnet-[0-9a-z]+$/, 'expected subnet-...'))
      .refine((zones) => Object.keys(zones).length > 0, { error: 'names no zone' })
      .describe('by zone, where workers may be started'),
    onDemandPrices: z
      .record(z.string(), z.number().positive())
      .default({})
      .describe('USD per hour by instance type, beside those that are known'),
  }),
  notices: z
    .strictObject({
      slackWebhookFile: file.optional().describe("one line: the webhook's URL"),
      slackTokenFile: file.optional().describe("one line: a bot's token, in place of the webhook; needs slackChannel"),
      slackChannel: z
        .string()
        .regex(/^#?[\w.-]+$/, 'expected a channel such as C0123456789')
        .optional(),
      consoleUrl: z
        .url({ protocol: /^https?$/, error: 'expected the http(s) address of the console' })
        .optional()
        .describe('where people open the console: a button of each message leads there'),
      file: file.optional().describe('without Slack: JSON lines; default: beside the store'),
    })
    .prefault({})
    .check(({ value, issues }) => {
      const { slackWebhookFile, slackTokenFile, slackChannel, file: lines } = value;
      const wrong = (message: string) => issues.push({ code: 'custom', input: value, message });
      const places = Object.entries({ slackWebhookFile, slackTokenFile, file: lines }).filter(
        ([, place]) => place !== undefined,
      );
      if (places.length > 1) wrong(`has both ${places.map(([name]) => name).join(' and ')}: notices go to one of them`);
      if ((slackTokenFile === undefined) !== (slackChannel === undefined)) wrong('slackTokenFile and slackChannel go together');
    }),
});

/** With paths made absolute. */
export type Configuration = z.output<typeof configurationSchema>;
