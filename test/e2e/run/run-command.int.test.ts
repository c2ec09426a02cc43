import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deriveEventId, streamName, toTimestamp } from '@smartscale/events';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { type Moto, motoPeer, startMoto } from '../../peers/moto/index.ts';
import { describeWithPeer } from '../../peers/peer.ts';
import { createWorld, prepare, type World } from './world/world.ts';

const CLI = join(import.meta.dirname, '../../../apps/cli/src/main.ts');

describeWithPeer(motoPeer, 'smartscale run', () => {
  let moto: Moto;
  let world: World;
  let worlds = 0;

  beforeAll(async () => {
    moto = await startMoto();
    await prepare(moto);
  });
  afterAll(() => moto?.stop());
  beforeEach(async () => {
    worlds += 1;
    world = await createWorld(moto, `command-${worlds}`);
    return () => world.stop();
  });

  it('--check says that everything is there', async () => {
    const { code, out } = await smartscale(['--check', '--json']).ended;
    expect(JSON.parse(out)).toEqual({
      ok: true,
      checks: [
        { name: 'secrets', ok: true, found: expect.any(String) },
        { name: 'store', ok: true, found: expect.stringContaining('without events yet') },
        { name: 'policy', ok: true, found: 'the default policy: ap-south-1a, ap-south-1b, ap-south-1c' },
        { name: 'Prometheus', ok: true, found: '3 targets are up' },
        { name: 'K3s API', ok: true, found: '1 server and 0 workers' },
        { name: 'EC2', ok: true, found: 'ap-south-1: instances and Spot requests may be listed' },
      ],
    });
    expect(code).toBe(0);
  });

  it('--check makes no store and no folder: both would belong to whoever looks', async () => {
    const later = change((configuration) => void Object.assign(configuration, { store: 'later/fleet.db' }));
    const { code, out } = await smartscale(['--check'], later).ended;
    expect(out).toMatch(/^ok {2}store .*fleet\.db will be created, with its folder .*later, by the user /m);
    expect(out).toMatch(/^ok {2}policy .*the default policy/m);
    expect([code, existsSync(beside('later'))]).toEqual([0, false]);
  });

  it('--check names each thing that is wrong, and no secret', async () => {
    const wrong = change((configuration) => {
      const { kubernetes, prometheus, ec2 } = configuration;
      writeFileSync(
        beside(kubernetes.credentialFile),
        readFileSync(beside(kubernetes.credentialFile), 'utf8').replace('a-token', 'a-stranger'),
      );
      writeFileSync(beside(prometheus.caFile), credential().caCertificate);
      chmodSync(beside(prometheus.authorizationFile), 0o644);
      ec2.subnets = { 'ap-south-1a': 'subnet-0' };
    });
    const { code, out } = await smartscale(['--check'], wrong).ended;
    expect(out.split('\n').map((line) => line.slice(0, 3))).toEqual(['NO ', 'ok ', 'NO ', 'NO ', 'NO ', 'ok ', '']);
    expect(out).toMatch(/NO {2}secrets .*open to others \(0644\): chmod 600/);
    expect(out).toMatch(/NO {2}policy .*zones without a subnet: ap-south-1b, ap-south-1c/);
    expect(out).toMatch(
      /NO {2}Prometheus .*cannot be reached: (DEPTH_ZERO_SELF_SIGNED_CERT|CERT_SIGNATURE_FAILURE|UNABLE_TO_VERIFY)/,
    );
    expect(out).toMatch(/NO {2}K3s API .*401/);
    expect(out).not.toMatch(/a-stranger|of-metrics/);
    expect(code).toBe(1);
  });

  it('runs until it is told to stop, and closes its store', async () => {
    const { child, ended, said } = smartscale(['--json']);
    await eventually(() => said().includes('is looked after'));
    const address = /console: (http:\/\/127\.0\.0\.1:\d+\/)/.exec(said())?.[1];
    expect(await (await fetch(`${address}api/clock`)).json()).toMatchObject({ isSimulated: false });
    child.kill('SIGTERM');
    const { code, err } = await ended;
    expect(code).toBe(0);
    const messages = err
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { message: string }).message);
    // In between there may have been a tick.
    expect(messages[0]).toBe(`console: ${address}`);
    expect(messages[1]).toMatch(/^cluster command-4 is looked after/);
    expect(messages).toContain('stopping: what is in motion is ended first');
    expect(messages.at(-1)).toBe('stopped');
  });

  it('serves figures of the fleet when it is told where', async () => {
    const { child, ended, said } = smartscale(['--metrics-port', '0']);
    const address = () => /figures are at (http:\/\/127\.0\.0\.1:\d+\/metrics)/.exec(said())?.[1];
    await eventually(() => address() !== undefined);
    const text = await (await fetch(address() ?? '')).text();
    expect(text).toMatch(/^smartscale_store_readable\{cluster="command-\d+"\} 1$/m);
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    expect((await smartscale(['--metrics-port', 'many']).ended).err).toContain('--metrics-port takes a whole number');
  });

  it('leaves what hangs to the next one, after ten seconds', async () => {
    await appendMiss(world);
    let asked = 0;
    world.strikes.ec2.before = (action) => {
      if (action !== 'DescribeInstances') return undefined;
      asked += 1;
      return new Promise(() => {});
    };
    const first = smartscale([]);
    await eventually(() => asked > 0);
    const toldAt = performance.now();
    first.child.kill('SIGTERM');
    expect((await first.ended).code).toBe(0);
    expect(performance.now() - toldAt).toBeGreaterThan(9_000);
    expect(performance.now() - toldAt).toBeLessThan(15_000);

    const askedBefore = asked;
    const second = smartscale([]);
    await eventually(() => asked > askedBefore);
    second.child.kill('SIGKILL');
    await second.ended;
  });

  it.each<[string, (configuration: Settings) => void, RegExp]>([
    ['a setting that nobody knows', (configuration) => void Object.assign(configuration, { regoin: 'x' }), /regoin/],
    ['no cluster', (configuration) => void Object.assign(configuration, { cluster: undefined }), /cluster/],
    ['a store that is none', giveForeignStore, /other\.db is not a SQLite database/],
  ])('with %s ends with 2 and one sentence', async (_, spoil, sentence) => {
    const { code, err, out } = await smartscale([], change(spoil)).ended;
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(sentence);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  function giveForeignStore(configuration: Settings): void {
    configuration.store = 'other.db';
    writeFileSync(beside('other.db'), 'no database');
  }

  type Settings = {
    store: string;
    prometheus: { caFile: string; authorizationFile: string };
    kubernetes: { credentialFile: string };
    ec2: { subnets: Record<string, string> };
  };

  function beside(name: string): string {
    return join(dirname(world.configurationFile), name);
  }

  function credential(): { caCertificate: string } {
    return JSON.parse(readFileSync(beside('credential.json'), 'utf8'));
  }

  function change(spoil: (configuration: Settings) => void): string {
    const configuration = parse(readFileSync(world.configurationFile, 'utf8')) as Settings;
    spoil(configuration);
    writeFileSync(beside('changed.yaml'), stringify(configuration));
    return beside('changed.yaml');
  }

  function smartscale(args: readonly string[], config = world.configurationFile) {
    const child = spawn(process.execPath, [CLI, 'run', '--config', config, ...args], { env: world.environment });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => (out += chunk));
    child.stderr.on('data', (chunk) => (err += chunk));
    const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) =>
      child.once('close', (code) => resolve({ code, out, err })),
    );
    return { child, ended, said: () => err };
  }
});

/** Something that is relayed as soon as a process starts, and that makes it look at EC2. */
async function appendMiss({ store, clusterId, now }: World): Promise<void> {
  const id = deriveEventId(now(), 'test', clusterId);
  const miss = { reason: 'timeout' as const, message: 'silent', attempts: 3, consecutive: 1 };
  const data = { sampledAt: toTimestamp(now()), intervalSeconds: 120, ...miss };
  const event = { type: 'MetricsMissed' as const, id, correlationId: id, causationId: id, data };
  await store.append(streamName('metrics', clusterId), [{ ...event, occurredAt: toTimestamp(now()) }], { expectedVersion: 0 });
}

async function eventually(holds: () => boolean): Promise<void> {
  await expect.poll(holds, { timeout: 20_000 }).toBe(true);
}
