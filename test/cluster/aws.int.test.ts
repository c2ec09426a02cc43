import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseCredential } from '../../packages/kubernetes/src/client/credential.ts';
import { type MiniStack, miniStackPeer, startMiniStack } from '../peers/ministack/index.ts';
import { describeWithPeer, type Peer } from '../peers/peer.ts';
import { createMachine, type Machine, type Surroundings } from './machine.ts';

/** The program that the scripts call; on a machine of the cluster it is part of the image. */
const awsCliPeer: Peer = {
  name: 'the AWS CLI, and MiniStack',
  missing() {
    if (spawnSync('aws', ['--version']).status !== 0) return 'install the AWS CLI (for example: apt install awscli)';
    return miniStackPeer.missing();
  },
};

// About forty calls, each a process of Python.
const LONG = { timeout: 300_000 };

describeWithPeer(awsCliPeer, 'the scripts with the real AWS CLI', () => {
  let account: MiniStack;
  let zone: string;
  const machines: Machine[] = [];

  const aws = (...args: string[]) => {
    const env = { ...process.env, ...account.environment };
    const { status, stdout, stderr } = spawnSync('aws', [...args, '--output', 'text'], { env, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return stdout.trim();
  };
  const create = (surroundings: Surroundings = {}) => {
    const { PATH = '', HOME = '' } = process.env;
    const realAws = { ...account.environment, REAL_PATH: PATH, HOME };
    const machine = createMachine('server', { ...surroundings, settings: { PRIVATE_ZONE: zone }, realAws });
    machines.push(machine);
    return machine;
  };
  const records = () =>
    aws(
      'route53',
      'list-resource-record-sets',
      '--hosted-zone-id',
      zone,
      '--query',
      'ResourceRecordSets[?Type==`A`].[Name, ResourceRecords[0].Value]',
    );

  const namedAt = (address: string) => ['prometheus', 'server'].map((name) => `${name}.smartscale.internal.\t${address}`);

  beforeAll(async () => {
    account = await startMiniStack({ scheduleSpeed: 1 });
    aws(
      's3api',
      'create-bucket',
      '--bucket',
      'cluster-bucket',
      '--create-bucket-configuration',
      'LocationConstraint=ap-south-1',
    );
    const made = ['--name', 'smartscale.internal', '--caller-reference', 'test', '--query', 'HostedZone.Id'];
    zone = aws('route53', 'create-hosted-zone', ...made).replace('/hostedzone/', '');
  });
  afterAll(async () => {
    for (const machine of machines) machine.remove();
    await account.stop();
  });

  it('begin a cluster, save it, let functions in, restore it on the next server, and fence the first off', LONG, () => {
    const first = create();
    expect(first.run('server.sh')).toMatchObject({ status: 0, said: expect.stringContaining('a new cluster begins') });
    expect(records().split('\n').sort()).toEqual(namedAt('10.40.4.7'));

    for (const time of ['14 02', '14 07', '14 12', '14 17']) {
      first.setState('time', time);
      expect(first.run('etcd-snapshot.sh')).toMatchObject({ status: 0, said: '' });
    }
    expect(first.run('renew-credential.sh').status).toBe(0);
    const credential = aws('s3', 'cp', 's3://cluster-bucket/credentials/kubernetes.json', '-');
    expect(parseCredential(credential, 'the bucket').server).toBe('https://server.smartscale.internal:6443');

    const next = create({ state: { address: '10.40.8.9' } });
    expect(next.run('server.sh')).toMatchObject({ status: 0, said: expect.stringContaining('restored from etcd/1415.zip') });
    for (const token of ['server-token', 'agent-token']) {
      expect(next.file(`etc/rancher/k3s/${token}`), token).toBe(first.file(`etc/rancher/k3s/${token}`));
    }

    // The former one comes back: the name stays, nothing is saved.
    expect(records().split('\n').sort()).toEqual(namedAt('10.40.8.9'));
    first.setState('time', '14 22');
    expect(first.run('endpoint.sh', 'publish')).toMatchObject({ status: 3, said: expect.stringContaining('another server') });
    expect(first.run('etcd-snapshot.sh').status).toBe(1);
    expect(first.run('endpoint.sh', 'withdraw').status).toBe(0);
    expect(records().split('\n').sort()).toEqual(namedAt('10.40.8.9'));
    expect(aws('s3', 'ls', 's3://cluster-bucket/etcd/')).not.toContain('1420.zip');
    expect(next.run('endpoint.sh', 'publish').status).toBe(0);

    expect(next.run('endpoint.sh', 'withdraw').status).toBe(0);
    expect(records()).not.toContain('server');
  });
});
