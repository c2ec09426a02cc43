import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const STUBS = fileURLToPath(new URL('stubs', import.meta.url));
const TIMEOUT_MILLISECONDS = 60_000;

/**
 * Each call is noted. `fails NAME` succeeds as often as $STATE/failures/NAME says. At the call whose number is in $STATE/kill-at, the
 * script and all that it started are killed: before the call has its effect, or after it when $STATE/kill-after is there.
 */
const PREAMBLE = `#!/usr/bin/env bash
printf '%s %s\\n' "\${0##*/}" "$*" >> "$STATE/calls"
kill_all() { kill -9 -- "-$(ps -o pgid= -p $$ | tr -d ' ')"; sleep 1; }
if [[ $(wc -l < "$STATE/calls") == "$(cat "$STATE/kill-at" 2> /dev/null)" ]]; then
  if [[ -e $STATE/kill-after ]]; then trap kill_all EXIT; else kill_all; fi
fi
fails() {
  local file="$STATE/failures/$1" left
  left="$(cat "$file" 2> /dev/null || echo 0)"
  ((left > 0)) && echo $((left - 1)) > "$file"
}
`;

/** How the account is when the script begins. */
export type Beginnings = {
  readonly failures?: Readonly<Record<string, number>>;
  /** By name, with their status. */
  readonly stacks?: Readonly<Record<string, string>>;
  /** Lines: id, role, state. */
  readonly machines?: readonly string[];
  /** Lines: name, seconds to live, address. */
  readonly records?: readonly string[];
  readonly parameters?: Readonly<Record<string, string>>;
  readonly tables?: string;
  /** The AWS CLI warns of something at every call. */
  readonly warns?: boolean;
  /** Whom alarms tell. */
  readonly alarmTopic?: string;
  /** What becomes of the command that the server is sent. */
  readonly runStatus?: string;
};

export type Ran = { readonly code: number | null; readonly said: string; readonly calls: readonly string[] };

/** An account that is a folder, and the scripts of the repository with stubs for all that they call. */
export function createAccount(beginnings: Beginnings = {}) {
  const home = mkdtempSync(join(tmpdir(), 'smartscale-account-'));
  const state = join(home, 'state');
  for (const folder of ['bin', 'state/stacks', 'state/roles', 'state/parameters', 'state/failures']) {
    mkdirSync(join(home, folder), { recursive: true });
  }
  for (const name of readdirSync(STUBS)) {
    writeFileSync(join(home, 'bin', name), PREAMBLE + readFileSync(join(STUBS, name), 'utf8'), { mode: 0o755 });
  }
  const put = (path: string, text: string) => writeFileSync(join(state, path), text);
  const lines = (texts: readonly string[] = []) => texts.map((text) => `${text}\n`).join('');
  for (const [name, count] of Object.entries(beginnings.failures ?? {})) put(`failures/${name}`, String(count));
  for (const [name, status] of Object.entries(beginnings.stacks ?? {})) put(`stacks/${name}`, `${status}\n`);
  for (const [name, value] of Object.entries(beginnings.parameters ?? {})) {
    put(`parameters/${name.replaceAll('/', '@')}`, value);
  }
  put('machines', lines(beginnings.machines));
  put('records', lines(beginnings.records));
  put('tables', beginnings.tables ?? '');
  put('buckets', '');
  if (beginnings.warns) put('warns', '');
  put('alarm-topic', beginnings.alarmTopic ?? '');
  put('run-status', beginnings.runStatus ?? 'Success');

  const read = (path: string) => (existsSync(join(state, path)) ? readFileSync(join(state, path), 'utf8') : '');
  const folder = (path: string) =>
    Object.fromEntries(
      readdirSync(join(state, path)).map((name) => [name.replaceAll('@', '/'), read(`${path}/${name}`).trim()]),
    );
  return {
    home,
    /** Runs a script as a group of processes of its own, without a terminal. */
    run(script: string, args: readonly string[], { input = '', environment = {} } = {}): Ran {
      rmSync(join(state, 'calls'), { force: true });
      const { status, stdout, stderr } = spawnSync('setsid', ['bash', join(ROOT, 'scripts', script), ...args], {
        ...{ cwd: home, encoding: 'utf8', timeout: TIMEOUT_MILLISECONDS, input },
        env: {
          ...{ PATH: `${join(home, 'bin')}:/usr/bin:/bin`, HOME: home, TMPDIR: home, STATE: state },
          ...{ REAL_NODE: process.execPath, AWS_REGION: 'ap-south-1', ...environment },
        },
      });
      return { code: status, said: stdout + stderr, calls: read('calls').split('\n').slice(0, -1) };
    },
    /** The script is killed at its n-th call; null: never again. */
    killAt(call: number | null, when: 'before' | 'after' = 'before') {
      for (const name of ['kill-at', 'kill-after']) rmSync(join(state, name), { force: true });
      if (call === null) return;
      put('kill-at', String(call));
      if (when === 'after') put('kill-after', '');
    },
    put,
    read,
    /** All that is in the account. */
    contents: () => ({
      ...{ stacks: folder('stacks'), roles: folder('roles'), parameters: folder('parameters') },
      ...{
        machines: read('machines'),
        records: read('records'),
        policy: read('policy'),
        alarmTopic: read('alarm-topic'),
        sent: read('sent.json'),
      },
    }),
    files: () => readdirSync(home).sort(),
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

/**
 * At which calls of a script it is killed in tests: every third one, before it and after it in turn. SMARTSCALE_KILL_EVERY=1 takes them all,
 * in some minutes.
 */
export function killings(calls: readonly string[]): readonly { call: number; name: string; when: 'before' | 'after' }[] {
  const every = Number(process.env['SMARTSCALE_KILL_EVERY'] ?? 3);
  return calls.flatMap((name, index) => {
    const when = Math.floor(index / every) % 2 === 0 ? 'after' : 'before';
    return index % every === 0 ? [{ call: index + 1, name, when } as const] : [];
  });
}

export type Account = ReturnType<typeof createAccount>;

/** The names of all stacks of a stage, as the wiring has them. */
export function stackNames(stage: string): readonly string[] {
  const compose = readFileSync(join(ROOT, 'serverless-compose.yml'), 'utf8');
  return Array.from(compose.matchAll(/^ {4}path: \w+\/(.+)$/gm), ([, folder]) => `smartscale-${folder}-${stage}`);
}
