import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const SCRIPTS = fileURLToPath(new URL('.', import.meta.url));
const NEVER_A_PROCESS = 2 ** 22 + 1;

/** What the stand-in for npm does once it was called: leaves the tree that `npm ci` would leave. */
const INSTALLS = `mkdir -p node_modules/.bin && ln -sf "${process.execPath}" node_modules/.bin/node && cp package-lock.json node_modules/.package-lock.json`;

let root = '';
let npmFolder = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'with-setup-'));
  npmFolder = join(root, 'fake-npm');
  mkdirSync(npmFolder);
  mkdirSync(join(root, 'scripts'));
  cpSync(join(SCRIPTS, 'with-setup.mjs'), join(root, 'scripts/with-setup.mjs'));
  cpSync(join(SCRIPTS, 'setup'), join(root, 'scripts/setup'), { recursive: true });
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(root, 'package-lock.json'), lockfile('1.0.0'));
  npmThat(INSTALLS);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('installing', () => {
  it('installs what is missing, then runs the command with its arguments', async () => {
    const outcome = await withSetup('node', '-p', 'process.argv.slice(1).join()', 'a b', '--flag');
    expect(outcome).toMatchObject({ code: 0, stdout: 'a b,--flag\n' });
    expect(outcome.stderr).toContain('Installing dependencies: done after 0 s');
    expect(npmCalls()).toHaveLength(1);
    expect(npmCalls()[0]).toMatch(/^ci --ignore-scripts /);
  });

  it('does nothing and says nothing when all is there', async () => {
    await withSetup('true');
    const again = await withSetup('true');
    expect(again).toEqual({ code: 0, signal: null, stdout: '', stderr: '' });
    expect(npmCalls()).toHaveLength(1);
  });

  it('installs again when the lock file has changed', async () => {
    await withSetup('true');
    writeFileSync(join(root, 'package-lock.json'), lockfile('1.0.1'));
    await withSetup('true');
    expect(npmCalls()).toHaveLength(2);
  });

  it('leaves a tree alone that npm itself installed from this lock file', async () => {
    mkdirSync(join(root, 'node_modules/.bin'), { recursive: true });
    writeFileSync(join(root, 'node_modules/.package-lock.json'), lockfile('1.0.0'));
    expect(await withSetup('true')).toMatchObject({ code: 0, stderr: '' });
    expect(npmCalls()).toHaveLength(0);
  });

  it('installs over a tree of another lock file', async () => {
    mkdirSync(join(root, 'node_modules/.bin'), { recursive: true });
    writeFileSync(join(root, 'node_modules/.package-lock.json'), lockfile('0.9.0'));
    await withSetup('true');
    expect(npmCalls()).toHaveLength(1);
  });

  it("keeps npm off the folder it replaces, and puts the project's tools first for the command", async () => {
    const bin = join(root, 'node_modules/.bin');
    npmThat(`echo "$PATH" >> npm-path; ${INSTALLS}`);
    const outcome = await withSetupOn(`${bin}:${npmFolder}:/usr/bin:/bin`, ['sh', '-c', 'echo "$PATH"']);
    expect(readFileSync(join(root, 'npm-path'), 'utf8')).toBe(`${npmFolder}:/usr/bin:/bin\n`);
    expect(outcome.stdout).toBe(`${bin}:${npmFolder}:/usr/bin:/bin\n`);
  });

  it('lets one of two install while the other waits', async () => {
    npmThat(`sleep 0.5; ${INSTALLS}`);
    const both = await Promise.all([withSetup('true'), withSetup('true')]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(both.filter(({ stderr }) => stderr.includes('Waiting for another installation'))).toHaveLength(1);
    expect(npmCalls()).toHaveLength(1);
  });

  it('takes over the lock of a process that died', async () => {
    lockLeftBy(NEVER_A_PROCESS, { silentSeconds: 20 });
    expect(await withSetup('true')).toMatchObject({ code: 0 });
    expect(npmCalls()).toHaveLength(1);
  });

  it('waits for a process that is alive though silent, such as a stopped one', async () => {
    lockLeftBy(process.pid, { silentSeconds: 20 });
    const waiting = start(['true']);
    await sleep(600);
    expect(npmCalls()).toHaveLength(0);
    rmSync(join(root, '.smartscale/setup.lock'));
    expect(await ended(waiting)).toMatchObject({ code: 0 });
    expect(npmCalls()).toHaveLength(1);
  });

  it('leaves no lock and no note of success when it is stopped', async () => {
    npmThat('echo $$ > npm-pid; exec sleep 30');
    const stopped = start(['true']);
    await until(() => existsSync(join(root, 'npm-pid')) && readFileSync(join(root, 'npm-pid'), 'utf8').endsWith('\n'));
    stopped.kill('SIGTERM');
    expect(await ended(stopped)).toMatchObject({ code: 130 });
    expect(existsSync(join(root, '.smartscale/setup.lock'))).toBe(false);
    expect(() => process.kill(Number(readFileSync(join(root, 'npm-pid'), 'utf8')), 0)).toThrow('ESRCH');
    npmThat(INSTALLS);
    expect(await withSetup('true')).toMatchObject({ code: 0 });
  });
});

describe('what goes wrong', () => {
  const failures = [
    { code: 'ENOTFOUND', says: 'The npm registry cannot be reached: check the network connection' },
    { code: 'ENOSPC', says: 'There is no room left on the disk: free about 1 GB' },
    { code: 'EROFS', says: 'cannot be written by this user: move the clone' },
    { code: 'EUSAGE', says: 'package.json and package-lock.json do not agree' },
    { code: 'EODD', says: 'The dependencies could not be installed.' },
  ];
  for (const { code, says } of failures) {
    it(`explains ${code} in one sentence and shows what npm said`, async () => {
      npmThat(`echo "npm warn old thing" >&2; echo "npm error code ${code}" >&2; exit 1`);
      const failed = await withSetup('echo', 'never');
      expect(failed).toMatchObject({ code: 2, stdout: '' });
      expect(failed.stderr).toContain(says);
      expect(failed.stderr).toContain(`  npm error code ${code}\nAll that npm said is in .smartscale/setup.log.`);
      expect(readFileSync(join(root, '.smartscale/setup.log'), 'utf8')).toContain('npm warn old thing');
      expect(existsSync(join(root, '.smartscale/setup.lock'))).toBe(false);
    });
  }

  it('says so when npm is not there', async () => {
    const failed = await withSetupOn('/nowhere', ['true']);
    expect(failed).toMatchObject({ code: 2, stdout: '' });
    expect(failed.stderr).toMatch(/npm was not found: install it .* and try again\.\n$/);
  });

  it('says so when the folder cannot be written', async () => {
    writeFileSync(join(root, '.smartscale'), 'a file where a folder belongs');
    const failed = await withSetup('true');
    expect(failed).toMatchObject({ code: 2, stdout: '' });
    expect(failed.stderr).toMatch(/cannot be written \(E[A-Z]+\): move the clone to a folder of your own/);
  });

  it('says so when the command is not there', async () => {
    await withSetup('true');
    expect(await withSetup('no-such-command')).toMatchObject({ code: 127, stderr: expect.stringContaining('no-such-command') });
  });
});

describe('the command', () => {
  beforeEach(async () => void (await withSetup('true')));

  it('passes its exit code on', async () => {
    expect(await withSetup('sh', '-c', 'exit 7')).toMatchObject({ code: 7 });
  });

  it('passes its death by a signal on', async () => {
    expect(await withSetup('sh', '-c', 'kill -TERM $$')).toMatchObject({ code: null, signal: 'SIGTERM' });
  });

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    it(`gets ${signal} once and is waited for`, async () => {
      const running = start(['node', '-e', COUNTS_SIGNALS, signal], { detached: true });
      await firstOutput(running);
      running.kill(signal);
      expect(await ended(running)).toMatchObject({ code: 5, stdout: `${signal} x 1\n` });
    });
  }
});

const COUNTS_SIGNALS = `
  const signal = process.argv[1]; let times = 0;
  process.on(signal, () => { times += 1; if (times === 1) setTimeout(() => { console.log(signal + ' x ' + times); process.exit(5); }, 300); });
  process.stderr.write('ready'); setInterval(() => {}, 1000);`;

type Ended = { code: number | null; signal: string | null; stdout: string; stderr: string };

function withSetup(...command: string[]): Promise<Ended> {
  return ended(start(command));
}

function withSetupOn(path: string, command: string[]): Promise<Ended> {
  return ended(start(command, { path }));
}

function start(command: string[], options: { path?: string; detached?: boolean } = {}): ChildProcess {
  const path = options.path ?? `${npmFolder}:/usr/bin:/bin`;
  return spawn(process.execPath, ['scripts/with-setup.mjs', ...command], {
    cwd: root,
    env: { PATH: path },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: options.detached ?? false,
  });
}

function ended(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr?.on('data', (chunk) => {
    stderr += String(chunk);
  });
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr })));
}

function firstOutput(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.stderr?.once('data', () => resolve()));
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(20);
}

function npmThat(does: string): void {
  const npm = join(npmFolder, 'npm');
  writeFileSync(npm, `#!/bin/sh\necho "$@" >> npm-calls\n${does}\n`);
  chmodSync(npm, 0o755);
}

function npmCalls(): string[] {
  const calls = join(root, 'npm-calls');
  return existsSync(calls) ? readFileSync(calls, 'utf8').trimEnd().split('\n') : [];
}

function lockLeftBy(pid: number, { silentSeconds }: { silentSeconds: number }): void {
  const lock = join(root, '.smartscale/setup.lock');
  mkdirSync(join(root, '.smartscale'));
  writeFileSync(lock, String(pid));
  const then = new Date(Date.now() - silentSeconds * 1_000);
  utimesSync(lock, then, then);
}

function lockfile(version: string): string {
  const packages = { '': { name: 'x' }, 'node_modules/a': { version, integrity: `sha512-${version}` } };
  return JSON.stringify({ lockfileVersion: 3, packages });
}
