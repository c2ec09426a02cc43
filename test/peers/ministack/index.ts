import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import type { Peer } from '../peer.ts';
import { startPeerProcess } from '../peer-process.ts';

/** As install.sh installs it. */
const VERSION = '1.5.33';
const START_TIMEOUT_SECONDS = 60;
const HOME = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'smartscale', `ministack-${VERSION}`);
const PYTHON = join(HOME, 'bin', 'python');

export type MiniStack = {
  /** `http://127.0.0.1:port` */
  readonly endpoint: string;
  readonly region: string;
  /** For clients and for the framework: endpoint, region and credentials that mean nothing. */
  readonly environment: Readonly<Record<string, string>>;
  /** Every check of a function's rights so far, where IAM is enforced. */
  authorizations(): Promise<readonly Authorization[]>;
  stop(): Promise<void>;
};

/** What a function wanted to do, and what of its role's policy allows it. A call may need several. */
export type Authorization = {
  readonly functionName: string;
  readonly action: string;
  /** Its ARN. */
  readonly resource: string;
  readonly isAllowed: boolean;
  /** The statements of the role's policy that allow it, by their place in it. */
  readonly statements: readonly number[];
};

/**
 * MiniStack, which runs what is deployed into it: functions as processes of this machine's Node, called by schedules, rules, streams
 * and queues. serve.py puts right what the journey of a fleet needs and MiniStack does otherwise than AWS.
 */
export const miniStackPeer: Peer = {
  name: 'MiniStack',
  missing: () => (existsSync(PYTHON) ? undefined : 'run test/peers/ministack/install.sh (needs Python 3 with venv and pip)'),
};

/** Starts an empty account on a free port of 127.0.0.1. It ends with `stop` or with this process, and its files and functions go with it. */
export async function startMiniStack(options: {
  /** How much faster than real time schedules run: 12 makes ten seconds of two minutes. */
  readonly scheduleSpeed: number;
  /** Refuses a function what its role does not allow; authorize.py tells how. Whoever comes with the environment's credentials may do all. */
  readonly enforcesIam?: boolean;
}): Promise<MiniStack> {
  const folder = await mkdtemp(join(tmpdir(), 'smartscale-ministack-'));
  const region = 'ap-south-1';
  const path = [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter);
  const server = await startPeerProcess({
    command: PYTHON,
    args: [
      join(import.meta.dirname, 'serve.py'),
      String(options.scheduleSpeed),
      ...(options.enforcesIam ? ['--enforce-iam'] : []),
    ],
    env: { TMPDIR: folder, PATH: path, MINISTACK_REGION: region, LOG_LEVEL: 'INFO' },
    ready: /Running on (http:\/\/127\.0\.0\.1:\d+)/,
    timeoutSeconds: START_TIMEOUT_SECONDS,
  });
  const endpoint = server.ready[1] ?? '';
  const credentials = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  return {
    endpoint,
    region,
    environment: { AWS_ENDPOINT_URL: endpoint, AWS_REGION: region, AWS_DEFAULT_REGION: region, ...credentials },
    async authorizations() {
      const lines = await readFile(join(folder, 'authorizations.jsonl'), 'utf8').catch(() => '');
      return lines.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Authorization]));
    },
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
