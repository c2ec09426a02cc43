import { afterEach, describe, expect, it } from 'vitest';
import { createMachine, FOR_EVER, type Machine, type Surroundings } from './machine.ts';

const TOKEN = 'K10cafe::node:hush';
const JOIN_TIMEOUT_SECONDS = 300;

let machine: Machine;
afterEach(() => machine.remove());

function boot({ parameters = { 'agent-token': TOKEN }, ...surroundings }: Surroundings = {}) {
  machine = createMachine('worker', { parameters, ...surroundings });
  return machine.run('worker.sh');
}

const ENDED = ['aws ec2 terminate-instances --instance-ids i-0abc --output text', 'shutdown -h now'];
const ended = ({ calls }: { calls: readonly string[] }) => calls.filter((call) => /terminate-instances|^shutdown/.test(call));

describe('a worker', () => {
  it('joins under the name of its instance, with what EC2 knows of it', () => {
    const { status, said, calls } = boot();
    expect(said).toContain('worker-i-0abc has joined');
    expect(status).toBe(0);
    expect(
      machine.file('etc/rancher/k3s/config.yaml').replaceAll(machine.root, ''),
    ).toBe(`server: https://server.smartscale.internal:6443
token-file: /etc/rancher/k3s/agent-token
node-name: worker-i-0abc
node-ip: 10.40.4.7
kubelet-arg:
  - provider-id=aws:///ap-south-1b/i-0abc
node-label:
  - topology.kubernetes.io/zone=ap-south-1b
  - topology.kubernetes.io/region=ap-south-1
  - node.kubernetes.io/instance-type=t3.medium
  - smartscale.dev/capacity-type=on-demand
`);
    expect(calls).toContain('systemctl start --no-block k3s-agent.service');
    expect(machine.has('etc/systemd/system/k3s-agent.service')).toBe(true);
    expect(calls).toContain('swapoff -a');
    expect(machine.file('etc/systemd/journald.conf.d/smartscale.conf')).toContain('SystemMaxUse=200M');
    expect(ended({ calls })).toEqual([]);
  });

  it('says when it is a Spot instance', () => {
    boot({ state: { 'life-cycle': 'spot\n' } });
    expect(machine.file('etc/rancher/k3s/config.yaml')).toContain('smartscale.dev/capacity-type=spot');
  });

  it('fetches exactly the pinned version for its architecture, with a token for the metadata', () => {
    const { calls } = boot({ state: { architecture: 'aarch64\n' } });
    expect(calls.filter((call) => call.includes('releases/download'))).toEqual([
      expect.stringContaining('https://github.com/k3s-io/k3s/releases/download/v1.36.4%2Bk3s1/k3s-arm64'),
    ]);
    const asked = calls.filter((call) => call.includes('meta-data/'));
    expect(asked).toHaveLength(5);
    for (const call of asked) expect(call).toContain('X-aws-ec2-metadata-token: a-metadata-token');
  });

  it('keeps the token out of every argument and readable by root only', () => {
    const { calls, said } = boot();
    expect(machine.file('etc/rancher/k3s/agent-token')).toBe(TOKEN);
    expect(machine.modeOf('etc/rancher/k3s/agent-token')).toBe(0o600);
    expect(calls.join('\n') + said).not.toContain('hush');
  });

  it.each([
    ['the metadata service is slow', { metadata: 12 }],
    ['a download fails', { download: 2 }],
    ['a download is cut off', { 'download-whole': 1 }],
    ['SSM denies at first, as a new role is not known everywhere', { ssm: 5 }],
    ['K3s takes its time', { ready: 20 }],
  ])('joins when %s', (_, failures) => {
    const { status, calls, waitedSeconds } = boot({ failures });
    expect(status).toBe(0);
    expect(ended({ calls })).toEqual([]);
    expect(waitedSeconds).toBeGreaterThan(0);
  });

  it.each([
    ['it never becomes Ready', { failures: { ready: FOR_EVER } }, 'worker-i-0abc did not become Ready'],
    ['the binary is another one', { settings: { K3S_SHA256_X86_64: '0'.repeat(64) } }, 'is not what it should be'],
    ['GitHub is down', { failures: { download: FOR_EVER } }, 'cannot be downloaded'],
    ['there is no server, so no token', { parameters: {} }, 'there is no join token'],
    ['the token names no authority', { parameters: { 'agent-token': 'hush' } }, 'does not name the authority'],
    ['there is no K3s for it', { state: { architecture: 'riscv64\n' } }, 'there is no K3s for riscv64'],
    ['systemd fails', { failures: { systemd: 1 } }, 'nobody foresaw'],
  ])('ends itself when %s', (_, surroundings: Surroundings, sentence) => {
    const run = boot(surroundings);
    expect(run.said).toContain(sentence);
    expect(run.said).not.toContain('hush');
    expect(run.status).toBe(1);
    expect(ended(run)).toEqual(ENDED);
    expect(run.waitedSeconds).toBeLessThan(JOIN_TIMEOUT_SECONDS);
  });

  it('never runs a binary with another checksum', () => {
    const { calls } = boot({ settings: { K3S_SHA256_X86_64: '0'.repeat(64) } });
    expect(machine.has('usr/local/bin/k3s')).toBe(false);
    expect(machine.has('usr/local/bin/k3s.part')).toBe(false);
    expect(calls.filter((call) => call.includes('releases/download'))).toHaveLength(5);
    expect(calls.filter((call) => call.startsWith('k3s'))).toEqual([]);
  });

  it('shuts down when EC2 does not let it end itself, after three attempts', () => {
    const run = boot({ failures: { ready: FOR_EVER, terminate: FOR_EVER } });
    expect(ended(run)).toEqual([ENDED[0], ENDED[0], ENDED[0], ENDED[1]]);
    expect(run.said).toContain('EC2 does not let this machine end itself');
  });

  it('shuts down when it never learns which instance it is', () => {
    const run = boot({ failures: { metadata: FOR_EVER } });
    expect(ended(run)).toEqual(['shutdown -h now']);
    expect(run.waitedSeconds).toBe(29 * 2);
  });

  it('tries nothing again past its deadline, but does end itself', () => {
    const run = boot({ failures: { ready: FOR_EVER, terminate: 1 }, settings: { DEADLINE_SECONDS: '0' } });
    expect(run.calls.filter((call) => call.includes('get node'))).toHaveLength(1);
    expect(ended(run)).toEqual([ENDED[0], ENDED[0], ENDED[1]]);
  });
});

describe('a worker that has joined', () => {
  const restarts = ({ calls }: { calls: readonly string[] }) => calls.filter((call) => call.includes('restart'));
  const look = (surroundings: Surroundings = {}) => {
    machine = createMachine('worker', surroundings);
    machine.putK3s();
    return machine.run('rejoin.sh');
  };

  it('looks from then on whether the cluster knows it', () => {
    const { calls } = boot();
    expect(calls.at(-1)).toBe('systemctl start --no-block smartscale-rejoin.timer');
    expect(machine.has('etc/systemd/system/smartscale-rejoin.service')).toBe(true);
  });

  it('joins again when a restored cluster does not know it', () => {
    const run = look({ failures: { unknown: 1 } });
    expect(run.said).toContain('the cluster does not know worker-i-0abc');
    expect(restarts(run)).toEqual(['systemctl restart --no-block k3s-agent']);
  });

  it('is left alone when it is known, or when the server does not answer', () => {
    expect(restarts(look())).toEqual([]);
    machine.remove();
    const run = look({ failures: { answer: 1 } });
    expect(run.status).toBe(0);
    expect(restarts(run)).toEqual([]);
  });
});
