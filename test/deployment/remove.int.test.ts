import { readFileSync } from 'node:fs';
import { CLUSTER_TAG, ROLE_TAG } from '@smartscale/events';
import { afterEach, describe, expect, it } from 'vitest';
import { parseYml } from '../../packages/runtime/src/serverless-yml/parse-yml.ts';
import { type Account, type Beginnings, createAccount, killings, stackNames } from './account-of-stubs.ts';

const ALL = Object.fromEntries(stackNames('test').map((name) => [name, 'UPDATE_COMPLETE']));
const RUNNING: Beginnings = {
  stacks: { ...ALL, 'smartscale-network-other': 'CREATE_COMPLETE' },
  machines: ['i-1 worker running', 'i-2 worker pending', 'i-server server running'],
  parameters: { '/smartscale/test/agent-token': 'x', '/smartscale/other/agent-token': 'x' },
  tables: 'smartscale-event-backbone-test-EventTable-1',
};

const accounts: Account[] = [];
afterEach(() => {
  for (const made of accounts.splice(0)) made.remove();
});
function account(beginnings: Beginnings): Account {
  const made = createAccount(beginnings);
  accounts.push(made);
  return made;
}
const remove = (from: Account, ...args: string[]) => from.run('remove-smartscale.sh', ['--stage', 'test', ...args]);

describe('scripts/remove-smartscale.sh', () => {
  it('takes away what launches, then the workers, then the rest, and says what is kept', () => {
    const fleet = account(RUNNING);
    const { code, said, calls } = remove(fleet, '--yes');
    expect(said).not.toContain('remove-smartscale.sh: ');
    expect(code).toBe(0);
    const { stacks, machines, parameters } = fleet.contents();
    expect(stacks).toEqual({ 'smartscale-network-other': 'CREATE_COMPLETE' });
    expect(machines).toBe('i-1 worker terminated\ni-2 worker terminated\n');
    expect(Object.keys(parameters)).toHaveLength(2);
    expect(said).toContain('aws dynamodb delete-table --table-name smartscale-event-backbone-test-EventTable-1');
    expect(said).toContain('aws ssm delete-parameter --name /smartscale/test/agent-token');
    expect(said).not.toContain('/smartscale/other');
    const removals = calls.filter((call) => call.startsWith('serverless remove'));
    expect(removals).toHaveLength(stackNames('test').length);
    const first = calls.findIndex((call) => call.startsWith('serverless remove'));
    const ended = calls.findIndex((call) => call.includes('terminate-instances'));
    const second = calls.findIndex((call, index) => index > first && call.startsWith('serverless remove'));
    expect(ended).toBeGreaterThan(first);
    expect(second).toBeGreaterThan(ended);
  });

  it('comes to the same end wherever it was killed, before a call or after it', { timeout: 240_000 }, () => {
    const beginnings = { ...RUNNING, records: ['server.smartscale.internal.\t15\t10.0.0.1'], machines: ['i-1 worker running'] };
    const uninterrupted = account(beginnings);
    const { calls } = remove(uninterrupted, '--yes');
    const end = uninterrupted.contents();
    expect(Object.keys(end.stacks)).toEqual(['smartscale-network-other']);
    for (const { call, name, when } of killings(calls)) {
      const killed = account(beginnings);
      killed.killAt(call, when);
      remove(killed, '--yes');
      killed.killAt(null);
      const again = remove(killed, '--yes');
      expect(again.code, `${name}\n${again.said}`).toBe(0);
      expect(killed.contents(), name).toEqual(end);
      killed.remove();
    }
  });

  it('deletes the records of a server that died, and leaves those of one that lives', () => {
    const records = ['server.smartscale.internal.\t15\t10.0.0.1', 'prometheus.smartscale.internal.\t15\t10.0.0.1'];
    const dead = account({ ...RUNNING, records, machines: [] });
    expect(remove(dead, '--yes').code).toBe(0);
    expect(dead.contents().records).toBe('');
    const living = account({ ...RUNNING, records });
    const { code, said } = remove(living, '--yes');
    expect(code).toBe(1);
    expect(said).toContain('HostedZoneNotEmpty');
    expect(living.contents().records).not.toBe('');
  });

  it('does not touch a record that it does not know', () => {
    const foreign = account({ ...RUNNING, records: ['git.smartscale.internal.\t15\t10.0.0.1'], machines: [] });
    expect(remove(foreign, '--yes')).toMatchObject({ code: 1, said: expect.stringContaining('not removed: cluster') });
    expect(foreign.contents().records).not.toBe('');
  });

  it.each<[string, Beginnings, RegExp]>([
    [
      'a stack stays',
      { ...RUNNING, failures: { 'remove-spot-guard': 1 } },
      /something is in the way[\s\S]*not removed: spot-guard/,
    ],
    [
      'a worker is protected',
      { ...RUNNING, failures: { terminate: 9 } },
      /may not be terminated[\s\S]*protected against termination/,
    ],
    [
      'EC2 does not answer',
      { ...RUNNING, failures: { describe: 99 } },
      /does not tell the machines[\s\S]*ec2:DescribeInstances/,
    ],
  ])('stops and says what to do when %s; the next run ends it', (_, beginnings, message) => {
    const fleet = account(beginnings);
    const { code, said } = remove(fleet, '--yes');
    expect(said).toMatch(message);
    expect(code).toBe(1);
    expect(Object.keys(fleet.contents().stacks)).toContain('smartscale-network-test');
    for (const name of Object.keys(beginnings.failures ?? {})) fleet.put(`failures/${name}`, '0');
    expect(remove(fleet, '--yes').code).toBe(0);
  });

  it('refuses a stage of which there is nothing, and one that it may not ask about', () => {
    const other = account({ stacks: { 'smartscale-network-other': 'CREATE_COMPLETE' } });
    expect(remove(other, '--yes')).toMatchObject({
      code: 2,
      said: expect.stringContaining('there is nothing of a stage "test"'),
    });
    const fleet = account(RUNNING);
    expect(remove(fleet)).toMatchObject({ code: 2, said: expect.stringContaining('there is nobody to ask: say --yes') });
    expect(fleet.run('remove-smartscale.sh', ['--yes'])).toMatchObject({
      code: 2,
      said: expect.stringContaining('which stage?'),
    });
    expect(Object.keys(fleet.contents().stacks)).toHaveLength(stackNames('test').length + 1);
  });

  it('changes nothing in a dry run', () => {
    const fleet = account(RUNNING);
    const before = fleet.contents();
    const { code, said } = remove(fleet, '--dry-run');
    expect([code, said]).toEqual([0, expect.stringContaining('would end the workers i-1 i-2')]);
    expect(fleet.contents()).toEqual(before);
  });
});

describe('what the scripts know of the rest', () => {
  const text = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

  it('are the tags of machines', () => {
    expect(text('scripts/deployment/account.sh')).toContain(`CLUSTER_TAG=${CLUSTER_TAG}\nROLE_TAG=${ROLE_TAG}\n`);
  });

  it('is the order of stacks: services need the infrastructure only, and that the network only', () => {
    const { services } = parseYml(text('serverless-compose.yml'), 'serverless-compose.yml') as {
      services: Record<string, { path: string; dependsOn?: string | string[] }>;
    };
    for (const [name, { path, dependsOn = [] }] of Object.entries(services)) {
      const allowed = path.startsWith('services/') ? ['event-backbone', 'network', 'cluster'] : ['network'];
      expect(
        [dependsOn].flat().filter((needed) => !allowed.includes(needed)),
        name,
      ).toEqual([]);
    }
  });
});
