import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { adoptPolicy, defaultPolicy, toTimestamp } from '@smartscale/events';
import { createDynamoDbEventStore, eventTable } from '@smartscale/events/dynamodb';
import { bundleIn } from '../../scripts/packaging/bundle-sizes.ts';
import { runModule } from '../../scripts/packaging/load-bundle.ts';
import { packageService } from '../../scripts/packaging/package-service.ts';
import { recordMonthBefore } from '../../test/cost/month-before.ts';
import { dynamoDbPeer, type LocalDynamoDb, startDynamoDb } from '../../test/peers/dynamodb/index.ts';
import { type Figure, type Measure, median, round } from '../measure.ts';

const SERVICE = join(import.meta.dirname, '../../services/decision-engine');
const TABLE = 'events';
const CLUSTER = 'bench';
const QUARTER_MS = 900_000;
const START = Date.parse('2026-11-24T08:00:00.000Z');
const ROUNDS = { quick: 2, full: 7 };
const GOALS = { milliseconds: 200, megabytes: 256 };

/** The bundle as it is deployed, in a fresh Node for each call, on thirty days of samples in DynamoDB Local: what a forecast takes. */
export const forecastFunction: Measure = {
  name: 'forecast-function',
  missing: dynamoDbPeer.missing,
  async run({ quick }) {
    await packageService(SERVICE);
    const folder = mkdtempSync(join(tmpdir(), 'forecast-function-'));
    const peer = await startDynamoDb();
    try {
      await prepare(peer);
      const file = join(folder, 'forecast.mjs');
      writeFileSync(file, bundleIn(join(SERVICE, '.serverless/forecast.zip')));
      const calls: Call[] = [];
      for (let call = 0; call < (quick ? ROUNDS.quick : ROUNDS.full); call += 1) {
        calls.push(callOnce(file, peer.endpoint, START + call * QUARTER_MS));
      }
      return figuresOf(calls);
    } finally {
      await peer.stop();
      rmSync(folder, { recursive: true });
    }
  },
};

async function prepare(peer: LocalDynamoDb): Promise<void> {
  await peer.client.send(new CreateTableCommand(eventTable(TABLE)));
  const documentClient = DynamoDBDocumentClient.from(peer.client);
  const store = createDynamoDbEventStore({ documentClient, tableName: TABLE, now: () => START });
  await recordMonthBefore(store, CLUSTER, START);
  await adoptPolicy(store, CLUSTER, { policy: defaultPolicy(), author: 'bench', note: '', now: START });
}

type Call = { readonly milliseconds: number; readonly cpuMilliseconds: number; readonly megabytes: number };

/** Milliseconds of the handler alone, after the import, and the most memory that the process had. */
function callOnce(file: string, endpoint: string, at: number): Call {
  const program = `
    const { forecast } = await import(${JSON.stringify(pathToFileURL(file).href)});
    const context = { awsRequestId: 'bench', functionName: 'forecast', getRemainingTimeInMillis: () => 30000 };
    const began = performance.now();
    const cpuBefore = process.cpuUsage();
    await forecast({ tickAt: ${JSON.stringify(toTimestamp(at))} }, context);
    const { user, system } = process.cpuUsage(cpuBefore);
    const milliseconds = performance.now() - began;
    const megabytes = process.resourceUsage().maxRSS / 1024;
    process.stdout.write('\\n' + JSON.stringify({ milliseconds, cpuMilliseconds: (user + system) / 1000, megabytes }));
    process.exit(0);`;
  const { status, stdout, stderr } = runModule(['--input-type=module', '-e', program], {
    ...{ AWS_REGION: 'ap-south-1', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' },
    ...{ AWS_ENDPOINT_URL_DYNAMODB: endpoint, TABLE_NAME: TABLE, CLUSTER_ID: CLUSTER },
  });
  if (status !== 0) throw new Error(`the forecast function failed:\n${stderr}${stdout}`);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Call;
}

/** The first call also builds the profile from all samples: once in the life of a cluster. */
function figuresOf([first, ...later]: readonly Call[]): readonly Figure[] {
  const of = (key: keyof Call) => median(later.map((call) => call[key]));
  const time = (name: string, value: number): Figure => ({
    ...{ name, value: round(value, 0), unit: 'ms', against: 'a limit', goal: `${GOALS.milliseconds} or less` },
    ...{ holds: value <= GOALS.milliseconds, timing: true },
  });
  const most = Math.max(...later.map(({ megabytes }) => megabytes));
  return [
    time('a forecast in a new process, 30 days of data', of('milliseconds')),
    time('... of it computing', of('cpuMilliseconds')),
    {
      ...{ name: 'most memory of that process', value: round(most, 0), unit: 'MB', against: 'a limit' },
      ...{ goal: `${GOALS.megabytes} or less`, holds: most <= GOALS.megabytes, timing: false },
    },
    {
      ...{ name: 'the very first, 2,880 samples to fold', value: round(first?.milliseconds ?? Number.NaN, 0), unit: 'ms' },
      ...{ against: 'nothing', goal: 'none', holds: true, timing: true },
    },
  ];
}
