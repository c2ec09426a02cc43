import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeWithPeer } from '../peer.ts';
import { controlPlaneProgram, kubernetesPeer, startKubernetes } from './index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubernetes-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs install.sh with nothing but these programs, and an empty cache. */
function install(programs: readonly string[]) {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  for (const name of programs) symlinkSync(`/usr/bin/${name}`, join(bin, name));
  const env = { PATH: bin, HOME: folder };
  return spawnSync('/bin/bash', [join(import.meta.dirname, 'install.sh')], { env, encoding: 'utf8' });
}

it('is missing, with a word on what to do, until it has been built', () => {
  const before = process.env['XDG_CACHE_HOME'];
  process.env['XDG_CACHE_HOME'] = folder;
  try {
    expect(kubernetesPeer.missing()).toBe(
      'run test/peers/kubernetes/install.sh (needs Go, and about six minutes the first time)',
    );
  } finally {
    if (before === undefined) Reflect.deleteProperty(process.env, 'XDG_CACHE_HOME');
    else process.env['XDG_CACHE_HOME'] = before;
  }
});

it('is not built without Go, and says so', () => {
  const { status, stderr } = install(['cat', 'cut', 'dirname', 'sha256sum']);
  expect(status).toBe(1);
  expect(stderr).toMatch(/^Go is missing: install it \(for example: apt install golang-go; any version from 1\.19 on\)/);
});

describeWithPeer(kubernetesPeer, 'the control plane', () => {
  it('is found where install.sh has put it', () => {
    const { status, stdout } = spawnSync(join(import.meta.dirname, 'install.sh'), { encoding: 'utf8' });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^the control plane of Kubernetes v1\.34\.\d+ is in /);
    expect(controlPlaneProgram()).toBe(join(stdout.trim().split(' ').at(-1) ?? '', 'control-plane'));
  });

  it('ends with its standard input and takes its files along', async () => {
    const files = join(folder, 'state');
    const program = spawn(controlPlaneProgram(), ['-dir', files], { stdio: ['pipe', 'pipe', 'inherit'] });
    const [line] = (await once(program.stdout, 'data')) as [Buffer];
    expect(Object.keys(JSON.parse(line.toString()) as object).sort()).toEqual([
      'adminToken',
      'auditLog',
      'ca',
      'kubeletToken',
      'server',
    ]);
    expect(existsSync(files)).toBe(true);
    program.stdin.end();
    expect(await once(program, 'exit')).toEqual([0, null]);
    expect(existsSync(files)).toBe(false);
  });

  it('refuses a folder whose sockets would have too long a path', async () => {
    const files = join(folder, 'x'.repeat(100));
    const program = spawn(controlPlaneProgram(), ['-dir', files], { stdio: 'pipe' });
    const [[status], said] = await Promise.all([once(program, 'exit'), textOf(program.stderr)]);
    expect(status).toBe(1);
    expect(said).toMatch(/is too long for a socket \(107 characters at most\): choose another -dir\n$/);
    expect(existsSync(files)).toBe(false);
  });

  it('is reached on 127.0.0.1 alone', async () => {
    const cluster = await startKubernetes();
    const { port, hostname } = new URL(cluster.server);
    expect(hostname).toBe('127.0.0.1');
    const listening = readFileSync('/proc/net/tcp', 'utf8').split('\n');
    const hex = Number(port).toString(16).toUpperCase().padStart(4, '0');
    const isListening = (line: string) => line.includes(`:${hex} 00000000:0000 0A`);
    expect(listening.filter(isListening).map((line) => line.trim().split(/\s+/)[1])).toEqual([`0100007F:${hex}`]);
    await cluster.stop();
  });
});
