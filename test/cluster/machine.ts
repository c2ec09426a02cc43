import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type MachineRole, userDataFiles } from '../../scripts/serverless/user-data.ts';

const STUBS = fileURLToPath(new URL('stubs', import.meta.url));

/** Each call is noted. `fails NAME` succeeds as often as $STATE/failures/NAME says: a stub asks it whether to fail this time. */
const PREAMBLE = `#!/usr/bin/env bash
printf '%s %s\\n' "\${0##*/}" "$*" >> "$STATE/calls"
fails() {
  local file="$STATE/failures/$1" left
  left="$(cat "$file" 2> /dev/null || echo 0)"
  ((left > 0)) && echo $((left - 1)) > "$file"
}
`;

/** What the machine's surroundings are like, where they differ from those of a first boot at which all goes well. */
export type Surroundings = {
  /** How often each thing fails before it works; the names are those that the stubs ask for. */
  readonly failures?: Readonly<Record<string, number>>;
  readonly parameters?: Readonly<Record<string, string>>;
  /** Files of $STATE, see the stubs. */
  readonly state?: Readonly<Record<string, string>>;
  /** Files that the machine has already. */
  readonly files?: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, string>>;
  /** The environment of the real AWS CLI, which then takes the place of its stub. */
  readonly realAws?: Readonly<Record<string, string>>;
};

export type Run = {
  readonly status: number | null;
  /** What it says to the console and the journal. */
  readonly said: string;
  /** The commands that were called, with their arguments, in order. */
  readonly calls: readonly string[];
  /** How long it would have waited. */
  readonly waitedSeconds: number;
};

/** The real CLI takes a second or two for each call. */
const REAL_PATIENCE_MILLISECONDS = 60_000;

export const FOR_EVER = 1_000_000;

/** A machine with the scripts of its role unpacked, in a folder of its own, whose commands are stubs. */
export function createMachine(role: MachineRole, surroundings: Surroundings = {}) {
  const { failures = {}, parameters = {}, files = {} } = surroundings;
  const home = mkdtempSync(join(tmpdir(), 'smartscale-machine-'));
  const [root, state, bin] = ['root', 'state', 'bin'].map((folder) => join(home, folder)) as [string, string, string];
  const put = (folder: string, path: string, text: string, mode = 0o644) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, { mode });
  };
  for (const { path, text, executable } of userDataFiles(role)) {
    put(root, `opt/smartscale/${path}`, text, executable ? 0o755 : 0o644);
  }
  for (const name of readdirSync(STUBS)) {
    put(name === 'k3s' ? state : bin, name, PREAMBLE + readFileSync(join(STUBS, name), 'utf8'), 0o755);
  }
  if (surroundings.realAws) put(bin, 'aws', `${PREAMBLE}PATH="$REAL_PATH" exec aws "$@"\n`, 0o755);
  // Only what is downloaded and checked becomes a command; it may be called by its path as well.
  const k3s = readFileSync(join(state, 'k3s'));
  put(root, 'etc/smartscale/cluster.env', environment(settingsFor(k3s, surroundings)));
  mkdirSync(join(state, 'parameters'), { recursive: true });
  mkdirSync(join(state, 'bucket'), { recursive: true });
  const putAll = (folder: string, texts: Readonly<Record<string, string | number>>) => {
    for (const [path, text] of Object.entries(texts)) put(folder, path, String(text));
  };
  putAll(state, { ...ORDINARY_STATE, ...surroundings.state });
  putAll(join(state, 'parameters'), parameters);
  putAll(join(state, 'failures'), failures);
  putAll(root, files);

  return {
    root,
    run(script: string, ...args: string[]): Run {
      rmSync(join(state, 'calls'), { force: true });
      const { status, stderr } = spawnSync('bash', [join(root, 'opt/smartscale', script), ...args], {
        encoding: 'utf8',
        timeout: surroundings.realAws ? REAL_PATIENCE_MILLISECONDS : 20_000,
        env: { ...surroundings.realAws, PATH: `${bin}:/usr/bin:/bin`, SMARTSCALE_ROOT: root, STATE: state, TMPDIR: home },
      });
      const calls = read(state, 'calls').split('\n').slice(0, -1);
      const waits = calls.filter((call) => call.startsWith('sleep ')).map((call) => Number(call.slice('sleep '.length)));
      return { status, said: stderr, calls, waitedSeconds: waits.reduce((sum, seconds) => sum + seconds, 0) };
    },
    /** A second boot has everything that the first one left. */
    putK3s: () => {
      put(root, 'usr/local/bin/k3s', k3s.toString(), 0o755);
      chmodSync(join(root, 'usr/local/bin/k3s'), 0o755);
    },
    setState: (name: string, text: string) => put(state, name, text),
    file: (path: string) => read(root, path),
    has: (path: string) => existsSync(join(root, path)),
    modeOf: (path: string) => statSync(join(root, path)).mode & 0o777,
    /** What is in the bucket, the private zone, SSM. */
    outside: (path: string) => read(state, path),
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

export type Machine = ReturnType<typeof createMachine>;

/** The lines of the zone when the server and Prometheus are at an address. */
export const zoneRecords = (address: string) =>
  ['server', 'prometheus'].map((name) => `${name}.smartscale.internal.\t15\t${address}\n`).join('');

const ORDINARY_STATE = {
  address: '10.40.4.7',
  architecture: 'x86_64\n',
  'life-cycle': 'on-demand\n',
  listing: '\n',
  records: '',
  'resolves-to': '10.40.4.7',
  servers: 'server-i-0abc',
  time: '14 07\n',
  'target-lifecycle-state': 'InService',
  'token-count': '1',
};

function settingsFor(k3s: Buffer, { settings }: Surroundings): Readonly<Record<string, string>> {
  const sum = createHash('sha256').update(k3s).digest('hex');
  return {
    CLUSTER_ID: 'test',
    REGION: 'ap-south-1',
    SERVER_NAME: 'server.smartscale.internal',
    PROMETHEUS_NAME: 'prometheus.smartscale.internal',
    PRIVATE_ZONE: 'Z123',
    BUCKET: 'cluster-bucket',
    MONITORING: 'yes',
    K3S_VERSION: 'v1.36.4+k3s1',
    K3S_SHA256_X86_64: sum,
    K3S_SHA256_AARCH64: sum,
    ...settings,
  };
}

const environment = (settings: Readonly<Record<string, string>>) =>
  Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');

function read(folder: string, path: string): string {
  return existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'utf8') : '';
}
