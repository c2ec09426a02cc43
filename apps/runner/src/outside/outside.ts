import { readFileSync } from 'node:fs';
import { EC2Client } from '@aws-sdk/client-ec2';
import { createEc2Client, ec2Compute, ec2Prices, ON_DEMAND_PRICES } from '@smartscale/capacity-manager/adapters';
import type { ComputePort, PricePort } from '@smartscale/capacity-manager/handler';
import type { KubernetesPort } from '@smartscale/kubernetes';
import { createKubernetesClient, credentialFromFile } from '@smartscale/kubernetes/client';
import { authorizationFile, prometheusHttp } from '@smartscale/metrics-collector/adapters';
import type { PrometheusPort } from '@smartscale/metrics-collector/handler';
import { slackBot, slackWebhook } from '@smartscale/notifier/adapters';
import type { MessengerPort } from '@smartscale/notifier/handler';
import { describeEc2Worker, EC2_MAX_ATTEMPTS } from '@smartscale/spot-guard/adapters';
import type { DescribeWorker } from '@smartscale/spot-guard/handler';
import type { Configuration } from '../configuration/schema.ts';
import { readSlackToken, readSlackWebhook } from '../configuration/secrets.ts';
import { ConfigurationError } from '../errors.ts';
import { fetchWithAuthority } from './fetch-with-authority.ts';
import { describeInterruptions, type Interruption } from './spot-interruptions.ts';

const SLACK_TIMEOUT_SECONDS = 10;

/** The real things that the services work on. Nothing is asked of them before the first use. */
export type Outside = {
  readonly prometheus: PrometheusPort;
  readonly kubernetes: KubernetesPort;
  readonly compute: ComputePort;
  readonly prices: PricePort;
  readonly describeWorker: DescribeWorker;
  readonly describeInterruptions: () => Promise<readonly Interruption[]>;
  readonly messenger: MessengerPort;
  /** Where people open the console; null for no button. */
  readonly consoleUrl: string | null;
  /** The client behind the ports to EC2. */
  readonly ec2: EC2Client;
};

export type OutsideOptions = {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Where notices go without Slack. */
  readonly noticeFile: (path: string) => MessengerPort;
};

/** AWS credentials are found as every AWS tool finds them: environment, shared files, instance profile. Throws ConfigurationError. */
export function connectOutside(configuration: Configuration, { now, noticeFile }: OutsideOptions): Outside {
  const { cluster, kubernetes, ec2: settings } = configuration;
  const { region, launchTemplate, subnets: subnetOfZone } = settings;
  const ec2 = createEc2Client({ region });
  const urgent = new EC2Client({ region, maxAttempts: EC2_MAX_ATTEMPTS });
  const onDemandPrices = { ...ON_DEMAND_PRICES[region], ...settings.onDemandPrices };
  return {
    ec2,
    prometheus: connectPrometheus(configuration),
    kubernetes: createKubernetesClient({
      credential: credentialFromFile(kubernetes.credentialFile, { now }),
      timeoutMilliseconds: kubernetes.timeoutSeconds * 1_000,
    }),
    compute: ec2Compute(ec2, { launchTemplate, subnetOfZone, now }),
    prices: ec2Prices(ec2, { onDemandPrices, now }),
    describeWorker: describeEc2Worker(urgent, cluster),
    describeInterruptions: () => describeInterruptions(ec2),
    messenger: connectMessenger(configuration, noticeFile),
    consoleUrl: configuration.notices.consoleUrl ?? null,
  };
}

function connectPrometheus({ prometheus }: Configuration): PrometheusPort {
  const { url, timeoutSeconds, authorizationFile: authorization, caFile } = prometheus;
  return prometheusHttp({
    ...{ url, timeoutSeconds, settings: { url: 'prometheus.url', authorization: 'prometheus.authorizationFile' } },
    ...(authorization !== undefined && { authorization: authorizationFile(authorization) }),
    ...(caFile !== undefined && { fetch: fetchWithAuthority(readCertificate(caFile)) }),
  });
}

function connectMessenger({ notices }: Configuration, noticeFile: OutsideOptions['noticeFile']): MessengerPort {
  const { slackWebhookFile, slackTokenFile, slackChannel: channel, file = '' } = notices;
  if (slackTokenFile !== undefined && channel !== undefined) {
    return slackBot({ token: () => readSlackToken(slackTokenFile), channel, timeoutSeconds: SLACK_TIMEOUT_SECONDS });
  }
  if (slackWebhookFile === undefined) return noticeFile(file);
  return slackWebhook({ url: () => readSlackWebhook(slackWebhookFile), timeoutSeconds: SLACK_TIMEOUT_SECONDS });
}

function readCertificate(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new ConfigurationError(`prometheus.caFile cannot be read: ${(cause as Error).message}`, { cause });
  }
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new ConfigurationError(`prometheus.caFile: ${path} holds no certificate in PEM`);
}
