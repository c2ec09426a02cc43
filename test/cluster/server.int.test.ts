import { afterEach, describe, expect, it } from 'vitest';
import { createMachine, FOR_EVER, type Machine, type Run, type Surroundings, zoneRecords } from './machine.ts';

/** As a cluster that has lived has them. */
const TOKENS = { 'server-token': 'old-server-secret', 'agent-token': 'K10cafe::node:old-agent-secret' };
const SNAPSHOTS = { listing: 'etcd/1405.zip\tetcd/1400.zip\tetcd/1355.zip\n' };

let machine: Machine;
afterEach(() => machine.remove());

function boot(surroundings: Surroundings = {}) {
  machine = createMachine('server', surroundings);
  return machine.run('server.sh');
}

const restores = ({ calls }: Run) =>
  calls.filter((call) => call.includes('--cluster-reset-restore-path')).map((call) => call.replaceAll(machine.root, ''));
const hasStarted = ({ calls }: Run) => calls.includes('systemctl start --no-block k3s.service');
const hasStopped = ({ calls }: Run) => calls.at(-1) === 'shutdown -h now';

function expectGivenUp(run: Run, sentence: string) {
  expect(run.said).toContain(sentence);
  expect(run.status).toBe(1);
  expect(hasStopped(run)).toBe(true);
}

describe('the first server', () => {
  it('begins a cluster, in which workloads stay off the server', () => {
    const run = boot();
    expect(run.said).toContain('there is no snapshot: a new cluster begins');
    expect(run.said).toContain('server-i-0abc serves the cluster test');
    expect(run.status).toBe(0);
    expect(restores(run)).toEqual([]);
    const settings = machine.file('etc/rancher/k3s/config.yaml');
    expect(settings).toContain('cluster-init: true');
    expect(settings).toContain('node-role.kubernetes.io/control-plane=:NoSchedule');
    expect(settings).toContain('tls-san:\n  - server.smartscale.internal\n');
    expect(settings).toContain('node-name: server-i-0abc');
    expect(settings).toContain('provider-id=aws:///ap-south-1b/i-0abc');
  });

  it('takes no warning of the AWS CLI for a part of a token', () => {
    boot({ parameters: TOKENS, state: { warns: '' } });
    expect(machine.file('etc/rancher/k3s/server-token')).toBe(TOKENS['server-token']);
    expect(machine.file('etc/rancher/k3s/agent-token')).toBe('old-agent-secret');
  });

  it('makes up two different tokens, and keeps them out of every argument', () => {
    const { calls, said } = boot();
    const server = machine.outside('parameters/server-token');
    const agent = machine.outside('parameters/agent-token');
    expect(server).toMatch(/^[0-9a-f]{64}$/);
    expect(agent).toMatch(/^K10cafe::node:[0-9a-f]{64}$/);
    expect(agent).not.toContain(server);
    expect(machine.file('etc/rancher/k3s/server-token')).toBe(server);
    expect(machine.modeOf('etc/rancher/k3s/server-token')).toBe(0o600);
    expect(machine.modeOf('etc/rancher/k3s/agent-token')).toBe(0o600);
    for (const secret of [server, agent.split(':').at(-1)!]) expect(calls.join('\n') + said).not.toContain(secret);
    expect(calls.find((call) => call.includes('put-parameter') && call.includes('server-token'))).not.toContain('--overwrite');
  });

  it('says where it is only when its API answers and workers can be told how to join', () => {
    const { calls } = boot({ failures: { ready: 3 } });
    const at = (text: string) => calls.findIndex((call) => call.includes(text));
    const last = (text: string) => calls.findLastIndex((call) => call.includes(text));
    expect(last('get --raw /readyz')).toBeLessThan(at('put-parameter --name /smartscale/test/agent-token'));
    expect(at('put-parameter --name /smartscale/test/agent-token')).toBeLessThan(at('route53 change'));
    expect(at('route53 change')).toBeLessThan(last('systemctl start --no-block smartscale-endpoint.service'));
    const { Changes } = JSON.parse(machine.outside('zone')) as { Changes: { Action: string; ResourceRecordSet: object }[] };
    expect(Changes).toEqual(
      ['server', 'prometheus'].map((name) => ({
        Action: 'CREATE',
        ResourceRecordSet: {
          Name: `${name}.smartscale.internal`,
          Type: 'A',
          TTL: 15,
          ResourceRecords: [{ Value: '10.40.4.7' }],
        },
      })),
    );
  });

  it('is ended when it restarts before it serves, since nobody would bring it to its end', () => {
    const { calls } = boot();
    const at = (text: string) => calls.findIndex((call) => call.startsWith(text));
    expect(at('systemctl enable smartscale-unfinished.service')).toBeGreaterThan(-1);
    expect(at('systemctl enable smartscale-unfinished.service')).toBeLessThan(at('systemctl enable k3s.service'));
    expect(at('systemctl disable smartscale-unfinished.service')).toBeGreaterThan(
      at('systemctl start --no-block smartscale-endpoint'),
    );
    expect(machine.file('etc/systemd/system/smartscale-unfinished.service')).toContain('ExecStart=/usr/bin/systemctl poweroff');
    machine.remove();
    expect(boot({ failures: { ready: FOR_EVER } }).calls.join('\n')).not.toContain('disable');
  });

  it('makes up no token that cannot be written, and publishes none', () => {
    const run = boot({ failures: { random: FOR_EVER } });
    expectGivenUp(run, 'there is no server token');
    expect(run.calls.filter((call) => call.includes('put-parameter'))).toEqual([]);
  });

  it('applies the access of functions and the monitoring at its start', () => {
    boot();
    const files = ['smartscale', 'prometheus', 'kube-state-metrics', 'node-exporter', '00-namespace'];
    for (const file of files) expect(machine.has(`var/lib/rancher/k3s/server/manifests/${file}.yaml`), file).toBe(true);
    expect(machine.has('var/lib/smartscale/prometheus')).toBe(true);
  });

  it('leaves the monitoring to Git when told so', () => {
    boot({ settings: { MONITORING: 'no' } });
    expect(machine.has('var/lib/rancher/k3s/server/manifests/smartscale.yaml')).toBe(true);
    expect(machine.has('var/lib/rancher/k3s/server/manifests/prometheus.yaml')).toBe(false);
    // Where Prometheus of the tree keeps its figures, too.
    expect(machine.has('var/lib/smartscale/prometheus')).toBe(true);
  });

  it('reads the token that another server has put a moment before', () => {
    const run = boot({ failures: { put: 1 } });
    expect(run.status).toBe(0);
    expect(machine.file('etc/rancher/k3s/server-token')).toBe(machine.outside('parameters/server-token'));
  });

  it.each([
    ['SSM denies at first', { ssm: 3 }],
    ['the bucket does not answer at first', { list: 3 }],
    ['Route 53 is busy', { zone: 2 }],
    ['Route 53 does not say at first whose the name is', { 'zone-list': 3 }],
    ['the metadata service is slow', { metadata: 5 }],
  ])('comes up when %s', (_, failures) => {
    expect(boot({ failures }).status).toBe(0);
  });

  it.each([
    ['SSM denies for ever', { ssm: FOR_EVER }, 'there is no server token'],
    ['the API never answers', { ready: FOR_EVER }, 'the API does not answer'],
    ['Route 53 refuses for ever', { zone: FOR_EVER }, 'nobody can be told where the server is'],
    ['Route 53 never says whose the name is', { 'zone-list': FOR_EVER }, 'which server was there before'],
    ['systemd fails', { systemd: 1 }, 'nobody foresaw'],
  ])('stops, so that its group starts another, when %s', (_, failures, sentence) => {
    const run = boot({ failures });
    expectGivenUp(run, sentence);
    if (!('zone' in failures)) expect(machine.outside('zone')).toBe('');
  });

  it('makes up no token when SSM does not say that there is none', () => {
    const run = boot({ failures: { ssm: FOR_EVER } });
    expect(run.calls.filter((call) => call.includes('put-parameter'))).toEqual([]);
    expect(machine.has('etc/rancher/k3s/server-token')).toBe(false);
  });
});

describe('a server after another one', () => {
  const successor = (surroundings: Surroundings = {}) =>
    boot({ parameters: TOKENS, state: { ...SNAPSHOTS, servers: 'server-i-0dead server-i-0abc' }, ...surroundings });

  it('restores the newest snapshot with the same tokens, before it starts', () => {
    const run = successor();
    expect(run.status).toBe(0);
    expect(run.said).toContain('restored from etcd/1405.zip');
    expect(restores(run)).toEqual(['k3s server --cluster-reset --cluster-reset-restore-path=/var/lib/smartscale/1405.zip']);
    const order = run.calls.filter((call) => /cluster-reset|start --no-block k3s.service/.test(call));
    expect(order.at(-1)).toContain('start --no-block');
    expect(machine.file('etc/rancher/k3s/server-token')).toBe('old-server-secret');
    expect(machine.file('etc/rancher/k3s/agent-token')).toBe('old-agent-secret');
    expect(machine.outside('parameters/agent-token')).toBe(TOKENS['agent-token']);
    expect(run.calls.filter((call) => call.includes('put-parameter'))).toEqual([]);
    expect(machine.has('var/lib/smartscale/1405.zip')).toBe(false);
  });

  it('takes the name from the server that had it', () => {
    const run = successor({ state: { ...SNAPSHOTS, records: zoneRecords('10.40.8.9') } });
    expect(run.status).toBe(0);
    expect(machine.outside('records')).toBe(zoneRecords('10.40.4.7'));
  });

  it('takes it from no other that has come meanwhile: it stops', () => {
    const state = { ...SNAPSHOTS, records: zoneRecords('10.40.8.9'), 'records-after-race': zoneRecords('10.40.9.1') };
    const run = successor({ failures: { 'zone-race': 1 }, state });
    expectGivenUp(run, 'another server has taken over');
    expect(machine.outside('records')).toBe(zoneRecords('10.40.9.1'));
  });

  it('takes no name when its group has given it up', () => {
    const state = { ...SNAPSHOTS, records: zoneRecords('10.40.8.9'), 'target-lifecycle-state': 'Terminated' };
    expectGivenUp(successor({ state }), 'another server has taken over');
    expect(machine.outside('records')).toBe(zoneRecords('10.40.8.9'));
  });

  it('tells workers of a new authority, and keeps the secret', () => {
    const run = successor({ parameters: { ...TOKENS, 'agent-token': 'K10dead::node:old-agent-secret' } });
    expect(run.status).toBe(0);
    expect(machine.outside('parameters/agent-token')).toBe('K10cafe::node:old-agent-secret');
  });

  it('forgets the former server, not itself', () => {
    const deleted = successor().calls.filter((call) => call.includes('delete node'));
    expect(deleted).toEqual(['k3s kubectl delete node server-i-0dead --ignore-not-found --wait=false']);
  });

  it('asks again when the API does not tell the nodes', () => {
    const run = successor({ failures: { nodes: 2 } });
    expect(run.calls).toContain('k3s kubectl delete node server-i-0dead --ignore-not-found --wait=false');
    expect(run.said).not.toContain('still in the list');
  });

  it('takes the one before when the newest is damaged', () => {
    const run = successor({ failures: { 'restore-1405.zip': 1 } });
    expect(run.status).toBe(0);
    expect(run.said).toContain('etcd/1405.zip cannot be restored');
    expect(run.said).toContain('restored from etcd/1400.zip');
  });

  it('begins no new cluster when no snapshot can be restored', () => {
    const run = successor({ failures: { 'restore-1405.zip': 1, 'restore-1400.zip': 1, 'restore-1355.zip': 1 } });
    expectGivenUp(run, 'the cluster could not be restored');
    expect(hasStarted(run)).toBe(false);
    expect(restores(run)).toHaveLength(3);
  });

  it('begins no new cluster when the bucket does not answer, or gives nothing away', () => {
    const silent = successor({ failures: { list: FOR_EVER } });
    expectGivenUp(silent, 'the bucket of snapshots does not answer');
    expect(hasStarted(silent)).toBe(false);
    machine.remove();
    const denied = successor({ failures: { copy: FOR_EVER } });
    expectGivenUp(denied, 'the cluster could not be restored');
    expect(hasStarted(denied)).toBe(false);
  });

  it('restores nothing over a database that is there', () => {
    machine = createMachine('server', {
      parameters: TOKENS,
      state: SNAPSHOTS,
      files: { 'var/lib/rancher/k3s/server/db/etcd/member': 'x' },
    });
    const run = machine.run('server.sh');
    expect(run.status).toBe(0);
    expect(restores(run)).toEqual([]);
    expect(run.calls.filter((call) => call.includes('list-objects'))).toEqual([]);
  });
});
