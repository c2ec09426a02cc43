import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordedEvent } from '@smartscale/events';
import { openSqliteEventStore, type SqliteEventStore } from '@smartscale/events/sqlite';
import { createFakeCluster, type FakeCluster } from '@smartscale/kubernetes/fake';
import { stringify } from 'yaml';
import type { Moto } from '../../../peers/moto/index.ts';
import { type Intervention, startEc2Between } from './ec2-between.ts';
import { createFastClock, type Pace } from './fast-clock.ts';
import { createInterruptions } from './interruptions.ts';
import { startK3sApi, TOKEN } from './k3s-api.ts';
import { playMachines } from './machines.ts';
import { AUTHORIZATION, type Busyness, startPrometheusApi } from './prometheus-api.ts';

/** A tick of two minutes takes four seconds. */
const FACTOR = 30;
const LAUNCH_TEMPLATE = 'workers';

export type World = {
  readonly clusterId: string;
  readonly cluster: FakeCluster;
  readonly busyness: Busyness;
  readonly store: SqliteEventStore;
  readonly configurationFile: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly now: () => number;
  /** May be replaced at any time: what happens to calls to EC2, and when a pod was evicted. */
  readonly strikes: { ec2: Intervention; evicted: () => void };
  /** EC2 announces that it will take an instance. */
  interrupt(instanceId: string): void;
  /** Starts a process that looks after the fleet. */
  run(): Process;
  events(): readonly RecordedEvent[];
  /** What the processes said, for the message of a test that fails. */
  said(): string;
  /** Whether a process ended by itself, which none of them should. */
  hasFailed(): boolean;
  stop(): Promise<void>;
};

export type Process = {
  /** At once and without a chance to do anything about it. */
  killNow(): void;
  readonly ended: Promise<NodeJS.Signals | number | null>;
};

/** A fleet of which everything is outside the process that looks after it: EC2 by moto, a cluster and a Prometheus over TLS. */
export async function createWorld(moto: Moto, clusterId: string): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'smartscale-run-'));
  const pace: Pace = { epoch: Date.now(), factor: FACTOR };
  const { now } = createFastClock(pace);
  const cluster = createFakeCluster({ now });
  cluster.addNode({
    name: 'server',
    instanceId: null,
    zone: null,
    cores: 2,
    bytes: 4 * 1024 ** 3,
    isServer: true,
    ready: true,
  });
  const busyness: Busyness = { cpuPercent: 50, memoryPercent: 40 };
  const strikes: World['strikes'] = { ec2: {}, evicted: () => {} };
  const interruptions = createInterruptions(now);
  const ec2 = await startEc2Between(moto.endpoint, {
    before: (action) => interruptions.answer(action) ?? strikes.ec2.before?.(action),
    after: (action) => strikes.ec2.after?.(action),
  });
  const k3s = await startK3sApi(cluster, { onEvicted: () => strikes.evicted() });
  const prometheus = await startPrometheusApi(cluster, busyness);
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content, { mode: 0o600 });
    return name;
  };
  const configuration = {
    ...{ cluster: clusterId, store: 'fleet.db' },
    prometheus: {
      url: prometheus.url,
      authorizationFile: file('authorization', AUTHORIZATION),
      caFile: file('ca.pem', prometheus.authority),
    },
    kubernetes: {
      credentialFile: file('credential.json', JSON.stringify({ server: k3s.url, caCertificate: k3s.authority, token: TOKEN })),
    },
    ec2: { region: moto.region, launchTemplate: LAUNCH_TEMPLATE, subnets: await moto.subnetsByZone() },
  };
  const configurationFile = join(folder, file('smartscale.yaml', stringify(configuration)));
  const environment = {
    ...process.env,
    ...{ AWS_ENDPOINT_URL: ec2.endpoint, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
  };
  const store = openSqliteEventStore({ file: join(folder, 'fleet.db'), now });
  const machines = playMachines(moto, cluster, clusterId);
  const processes: ChildProcess[] = [];
  let output = '';

  return {
    ...{ clusterId, cluster, busyness, store, configurationFile, environment, now, strikes },
    interrupt: interruptions.announce,
    run() {
      const program = join(import.meta.dirname, 'fast-runner.ts');
      const child = spawn(process.execPath, [program, configurationFile, String(pace.epoch), String(FACTOR)], {
        ...{ env: environment, stdio: ['ignore', 'pipe', 'pipe'] },
      });
      processes.push(child);
      for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
      const ended = new Promise<NodeJS.Signals | number | null>((resolve) =>
        child.once('exit', (code, signal) => resolve(signal ?? code)),
      );
      return { killNow: () => void child.kill('SIGKILL'), ended };
    },
    events: () => [...store.scan()],
    said: () => output,
    hasFailed: () => processes.some(({ exitCode }) => exitCode !== null),
    async stop() {
      for (const child of processes) child.kill('SIGKILL');
      await Promise.all([machines.stop(), ec2.stop(), k3s.stop(), prometheus.stop()]);
      store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Makes what every world's instances are started from. */
export function prepare(moto: Moto): Promise<void> {
  return moto.createLaunchTemplate(LAUNCH_TEMPLATE);
}
