import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DomainEvent, deriveEventId, type StreamCategory, streamName, toTimestamp } from '@smartscale/events';
import { openSqliteEventStore } from '@smartscale/events/sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from './finding.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
/** No network is asked: nobody listens there, and nobody is let in. */
const NOWHERE = {
  ...{ AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_REGION: 'ap-south-1', AWS_MAX_ATTEMPTS: '1' },
  ...{
    AWS_ACCESS_KEY_ID: 'x',
    AWS_SECRET_ACCESS_KEY: 'x',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  },
};

/** Nothing that it names is there. */
const MACHINE = `
cluster: production
store: machine/fleet.db
prometheus: { url: "http://127.0.0.1:9" }
kubernetes: { credentialFile: credential.json }
ec2: { region: ap-south-1, launchTemplate: lt-1, subnets: { ap-south-1a: subnet-1 } }
`;

type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string };

function smartscale(...args: readonly string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const env = { ...process.env, ...NOWHERE, NO_COLOR: '1' };
    const child = execFile(process.execPath, [MAIN, ...args], { env }, (_, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr });
    });
  });
}

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'smartscale-doctor-'));
  const ran = await smartscale('simulate', '--days', '2', '--store', `sqlite:${join(folder, 'healthy.db')}`);
  expect(ran).toMatchObject({ code: 0 });
  for (const file of ['db', 'views.db']) copyFileSync(join(folder, `healthy.${file}`), join(folder, `broken.${file}`));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function findingsOf(...args: readonly string[]) {
  const { code, stdout } = await smartscale('doctor', ...args, '--json');
  const { ok, unanswered, findings } = JSON.parse(stdout) as {
    readonly ok: boolean;
    readonly unanswered: readonly string[];
    readonly findings: readonly Finding[];
  };
  return { code, ok, unanswered, findings, byName: new Map(findings.map((finding) => [finding.name, finding])) };
}

describe('doctor on a healthy fleet of this machine', () => {
  it('finds all well, from the store alone', async () => {
    const { code, ok, findings } = await findingsOf('--store', `sqlite:${join(folder, 'healthy.db')}`);
    expect(findings.filter(({ verdict }) => verdict !== 'ok')).toEqual([]);
    expect([code, ok]).toEqual([0, true]);
    expect(findings.map(({ name }) => name)).toEqual([
      ...['event store', 'samples', 'decisions', 'zone spread', 'risks', 'Spot share', 'launches', 'joins', 'forecasts'],
      ...['notices', 'cost view', 'fleet view'],
    ]);
  });

  it('is a list for people', async () => {
    const { stdout, code } = await smartscale('doctor', '--store', `sqlite:${join(folder, 'healthy.db')}`);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^What runs\n {2}ok {7}event store/);
    expect(stdout).toContain('12 ok, 0 to be looked at, 0 failed, 0 not known');
  });
});

describe('doctor on a broken one', () => {
  /** As the services would have recorded it, in minutes after the last sample. */
  async function append(file: string, minutes: number, category: StreamCategory, event: DomainEvent): Promise<void> {
    let now = Date.now();
    const store = openSqliteEventStore({ file, now: () => now });
    try {
      const newestOf = (stream: StreamCategory) => store.read(streamName(stream, 'local'), { direction: 'backward', limit: 1 });
      const [last] = await newestOf('metrics');
      const [newest] = await newestOf(category);
      now = Date.parse(last!.recordedAt) + minutes * 60_000;
      const id = deriveEventId(now, category, event.type);
      const causes = { id, correlationId: id, causationId: id, occurredAt: toTimestamp(now) };
      await store.append(streamName(category, 'local'), [{ ...event, ...causes }], { expectedVersion: newest?.position ?? 0 });
    } finally {
      store.close();
    }
  }

  it('names each trouble, where it is and what to do', async () => {
    const file = join(folder, 'broken.db');
    const offering = { zone: 'ap-south-1b', capacityType: 'spot' as const, code: 'UnauthorizedOperation' };
    const launch = { launchId: 'l', ...offering, message: 'You are not authorized', attempts: 3 };
    await append(file, 0.1, 'fleet', { type: 'LaunchFailed', data: launch });
    await append(file, 0.1, 'fleet', { type: 'NodeJoinTimedOut', data: { instanceId: 'i-1', afterSeconds: 300 } });
    const notice = { causeId: 'c', causeType: 'LaunchFailed', channel: 'slack', text: 'Scale-up failed', attempts: 4 };
    await append(file, 0.2, 'notices', {
      type: 'NoticeFailed',
      data: { ...notice, reason: 'Slack answered 404 (no_service)', retryAt: null },
    });
    for (const consecutive of [1, 2, 3, 4]) {
      const sampledAt = toTimestamp(Date.now());
      const miss = { reason: 'unreachable' as const, message: 'connect ECONNREFUSED 10.40.1.7:9090', attempts: 3 };
      await append(file, 10, 'metrics', {
        type: 'MetricsMissed',
        data: { sampledAt, intervalSeconds: 120, ...miss, consecutive },
      });
    }
    const { code, ok, byName } = await findingsOf('--store', `sqlite:${file}`);
    expect([code, ok]).toEqual([1, false]);
    expect(byName.get('samples')).toMatchObject({
      verdict: 'failed',
      found: expect.stringContaining('ECONNREFUSED 10.40.1.7:9090'),
    });
    expect(byName.get('samples')?.toDo).toContain('SMARTSCALE_PROMETHEUS_URL');
    expect(byName.get('decisions')).toMatchObject({ verdict: 'failed', found: '4 samples wait for a decision' });
    expect(byName.get('launches')).toMatchObject({ verdict: 'failed', toDo: expect.stringContaining('lacks a right') });
    expect(byName.get('joins')).toMatchObject({ verdict: 'failed' });
    expect(byName.get('notices')).toMatchObject({ verdict: 'failed', found: expect.stringContaining('no_service') });
    expect(byName.get('cost view')).toMatchObject({ verdict: 'failed', toDo: expect.stringContaining('views.db') });
    expect(byName.get('zone spread')?.verdict).toBe('ok');
  });

  it('tells a store of another program, and of another cluster', async () => {
    const file = join(folder, 'other.db');
    writeFileSync(file, 'a file of another program, which is no database at all');
    const foreign = await findingsOf('--store', `sqlite:${file}`);
    expect(foreign.code).toBe(1);
    expect(foreign.findings.map(({ verdict }) => verdict)).toEqual([
      'failed',
      ...Array(foreign.findings.length - 1).fill('unknown'),
    ]);
    const { code, byName } = await findingsOf('--store', `sqlite:${join(folder, 'healthy.db')}`, '--cluster', 'other');
    expect(code).toBe(1);
    expect(byName.get('event store')).toMatchObject({
      verdict: 'failed',
      found: expect.stringContaining('no events of the cluster other'),
    });
  });
});

describe('doctor where AWS does not answer', () => {
  const BEFORE = ['credentials', 'region and zones', 'Spot quota', 'On-Demand quota'];

  it('takes nothing for well', async () => {
    const { code, ok, unanswered, byName, findings } = await findingsOf('--stage', 'dev');
    expect([code, ok]).toEqual([1, false]);
    expect(unanswered).toEqual([...BEFORE, 'stacks', 'event store']);
    // The tools are this machine's own: whether all are here is not what this test is about.
    expect(findings.filter(({ name, verdict }) => verdict === 'ok' && name !== 'tools')).toEqual([]);
    expect(byName.get('credentials')).toMatchObject({ verdict: 'unknown', found: expect.stringContaining('ECONNREFUSED') });
  });
});

describe('doctor on a fleet of this machine that has not lived yet', () => {
  it('makes no store: what runs is not known', async () => {
    const config = join(folder, 'fleet.yaml');
    writeFileSync(config, MACHINE);
    const { code, unanswered, byName } = await findingsOf('--config', config);
    expect([code, unanswered]).toEqual([1, ['credentials', 'event store']]);
    expect(byName.get('store')).toMatchObject({ verdict: 'ok', found: expect.stringContaining('will be created') });
    expect(byName.get('event store')).toMatchObject({ verdict: 'unknown', toDo: expect.stringContaining('smartscale run') });
    expect(existsSync(join(folder, 'machine'))).toBe(false);
  });
});

describe('doctor without a region', () => {
  it('knows nothing, says so and how to name one', async () => {
    const { code, stdout } = await smartscale('doctor', '--before', '--region', '');
    expect(code).toBe(1);
    expect(stdout).toContain('name one: --region, or AWS_REGION');
    expect(stdout).toContain('required, and could not be asked: credentials, region and zones, Spot quota, On-Demand quota');
  });
});

describe('wrong use', () => {
  it.each([
    [['--store', 'sqlite:/nowhere/fleet.db'], 'there is no store at /nowhere/fleet.db'],
    [['--config', '/nowhere/fleet.yaml'], 'cannot read the configuration'],
    [['--policy', '/nowhere/policy.yaml'], 'cannot read the policy'],
  ])('%o is one sentence', async (args, sentence) => {
    const { code, stdout, stderr } = await smartscale('doctor', ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
