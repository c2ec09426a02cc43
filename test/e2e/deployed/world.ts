import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type EventStore, MAX_READ_LIMIT, type RecordedEvent, toTimestamp } from '@smartscale/events';
import { createDynamoDbEventStore } from '@smartscale/events/dynamodb';
import { type LocalKubernetes, startKubernetes } from '../../peers/kubernetes/index.ts';
import { startMiniStack } from '../../peers/ministack/index.ts';
import { startScrapingPrometheus } from '../../peers/prometheus/scraping.ts';
import { type Account, accountOf } from './account.ts';
import { type BesideTheServices, besideTheServices } from './beside-the-services.ts';
import { type Exporters, startExporters } from './exporters.ts';
import { type Ran, serverless, smartscale } from './framework.ts';
import { startLocalServer } from './local-server.ts';
import { type Machines, playMachines } from './machines.ts';
import { SERVER_LABEL } from './sizes.ts';

export const STAGE = 'e2e';

/** Two minutes become ten seconds. */
const SCHEDULE_SPEED = 12;
const INTERVAL_SECONDS = '10';
const RIGHTS = new URL('../../../packages/kubernetes/rbac/smartscale.yaml', import.meta.url);
const LOOK_MILLISECONDS = 500;
/** Longer than any test. */
const LIFE_MILLISECONDS = 3_600_000;

export type World = BesideTheServices & {
  readonly account: Account;
  readonly kubernetes: LocalKubernetes;
  readonly machines: Machines;
  readonly exporters: Exporters;
  /** What Slack was told, in its order. */
  readonly told: readonly string[];
  /** Deploys all stacks; meanwhile the K3s server gives its credential away, as soon as there is a bucket for it. */
  deploy(): Promise<Ran>;
  remove(): Promise<Ran>;
  /** Names of tables, buckets, queues and functions of this stage. */
  leftovers(): Promise<readonly string[]>;
  /** Adopts a policy by the command line, and sets the collector to the pace of its schedule. */
  adoptPolicy(): Promise<void>;
  /** The environment for the framework and the command line. */
  readonly environment: Readonly<Record<string, string>>;
  tableName(): Promise<string>;
  store(): Promise<EventStore>;
  events(): Promise<readonly RecordedEvent[]>;
  stop(): Promise<void>;
};

/** An account that runs what is deployed into it, a cluster without workers, and a Prometheus and a Slack that the functions can reach. */
export async function createWorld(): Promise<World> {
  const [emulator, kubernetes] = await Promise.all([
    startMiniStack({ scheduleSpeed: SCHEDULE_SPEED, enforcesIam: true }),
    startKubernetes(),
  ]);
  const account = accountOf(emulator);
  await kubernetes.admin.apply(readFileSync(RIGHTS, 'utf8'));
  const token = await kubernetes.admin.tokenOf({ namespace: 'smartscale', name: 'smartscale' });
  // Too small for any pod, as a tainted server would be.
  await kubernetes.kubelets.add({ name: 'server', cores: 0.01, labels: { [SERVER_LABEL]: 'true' } });
  const exporters = await startExporters(kubernetes);
  const prometheus = await startScrapingPrometheus(exporters.address);
  const told: string[] = [];
  const slack = await startLocalServer((body) => {
    told.push((JSON.parse(body) as { text: string }).text);
    return 'ok';
  });
  const webhook = {
    Name: `/smartscale/${STAGE}/slack-webhook-url`,
    Type: 'SecureString',
    Value: `http://${slack.address}/hook`,
  };
  await account.call('AmazonSSM.PutParameter', webhook);
  const machines = playMachines(account, kubernetes, STAGE);
  const environment = {
    ...account.environment,
    SMARTSCALE_PROMETHEUS_URL: prometheus.url,
    // What MiniStack does not know.
    ...{ SMARTSCALE_IPV6_EGRESS: 'no', SMARTSCALE_KEEP_ARCHIVE: 'no', SMARTSCALE_PUBLISH_SCHEMAS: 'no' },
  };
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new DynamoDBClient({ endpoint: account.endpoint, region: account.region, credentials });
  const documentClient = DynamoDBDocumentClient.from(client);
  const tableName = async () => (await account.outputsOf(`smartscale-event-backbone-${STAGE}`))?.['EventTableName'] ?? '';
  const store = async () => createDynamoDbEventStore({ documentClient, tableName: await tableName(), now: Date.now });
  const credential = JSON.stringify({ server: kubernetes.server, caCertificate: kubernetes.ca, token });

  return {
    ...{ account, kubernetes, machines, exporters, told, environment, tableName, store },
    async deploy() {
      const [ran] = await Promise.all([serverless('deploy', STAGE, environment), giveCredential(account, credential)]);
      return ran;
    },
    remove: () => serverless('remove', STAGE, environment),
    ...besideTheServices(account, STAGE),
    async leftovers() {
      const { TableNames = [] } = (await account.call('DynamoDB_20120810.ListTables', {})) as { TableNames?: string[] };
      const { QueueUrls = [] } = (await account.call('AmazonSQS.ListQueues', {})) as { QueueUrls?: string[] };
      return [...TableNames, ...QueueUrls, ...(await account.buckets()), ...(await account.functions())].filter((name) =>
        name.includes(`-${STAGE}-`),
      );
    },
    async adoptPolicy() {
      await account.setEnvironment(`smartscale-metrics-collector-${STAGE}-sample`, { INTERVAL_SECONDS });
      const file = join(import.meta.dirname, 'policy.yaml');
      const where = ['--store', `dynamodb:${await tableName()}`, '--cluster', STAGE];
      await smartscale(['policy', 'apply', file, ...where], environment);
    },
    async events() {
      const now = Date.now();
      const range = { from: toTimestamp(now - LIFE_MILLISECONDS), to: toTimestamp(now + LIFE_MILLISECONDS) };
      const { events } = await (await store()).readRange(STAGE, { ...range, limit: MAX_READ_LIMIT });
      return events;
    },
    async stop() {
      client.destroy();
      const stops = [machines, prometheus, exporters, slack, emulator, kubernetes].map((each) => each.stop());
      const failed = (await Promise.allSettled(stops)).filter(({ status }) => status === 'rejected');
      if (failed.length > 0) throw new Error(failed.map((each) => String((each as PromiseRejectedResult).reason)).join('\n'));
    },
  };
}

/** As the K3s server does once it runs. */
async function giveCredential(account: Account, credential: string): Promise<void> {
  for (;;) {
    const outputs = await account.outputsOf(`smartscale-cluster-${STAGE}`);
    const bucket = outputs?.['KubernetesCredentialBucket'];
    if (bucket !== undefined) return account.putObject(bucket, outputs?.['KubernetesCredentialKey'] ?? '', credential);
    await sleep(LOOK_MILLISECONDS);
  }
}
