import { afterEach, describe, expect, it } from 'vitest';
import { parseCredential } from '../../packages/kubernetes/src/client/credential.ts';
import { createMachine, FOR_EVER, type Machine, type Run, type Surroundings } from './machine.ts';

// What a server does by its timers, and when it stops.

const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIBx\n-----END CERTIFICATE-----\n';

let machine: Machine;
afterEach(() => machine.remove());

function running(surroundings: Surroundings = {}): Machine {
  machine = createMachine('server', {
    files: { 'var/lib/rancher/k3s/server/tls/server-ca.crt': CERTIFICATE },
    ...surroundings,
  });
  machine.putK3s();
  return machine;
}

const uploads = ({ calls }: Run) =>
  calls.filter((call) => call.startsWith('aws s3 cp')).map((call) => call.split(' ').find((word) => word.startsWith('s3://')));

describe('the snapshot', () => {
  it.each([
    ['14 07\n', '1405'],
    ['00 00\n', '0000'],
    ['08 09\n', '0805'],
    ['23 59\n', '2355'],
  ])('of %j is in the slot %s of the day', (time, slot) => {
    const run = running({ state: { time } }).run('etcd-snapshot.sh');
    expect(run.said).toBe('');
    expect(run.status).toBe(0);
    expect(uploads(run)).toEqual([`s3://cluster-bucket/etcd/${slot}.zip`]);
    expect(machine.outside(`bucket/etcd/${slot}.zip`)).toBe('snapshot\n');
  });

  it('is tried again when the bucket does not take it, three times', () => {
    expect(running({ failures: { copy: 2 } }).run('etcd-snapshot.sh').status).toBe(0);
    machine.remove();
    const run = running({ failures: { copy: FOR_EVER } }).run('etcd-snapshot.sh');
    expect(run.status).not.toBe(0);
    expect(uploads(run)).toHaveLength(3);
  });

  it('is not written by a server that was replaced, which then stops', () => {
    const run = running({ state: { 'resolves-to': '10.40.8.9' } }).run('etcd-snapshot.sh');
    expect(run.said).toContain('another server: this one stops');
    expect(run.status).toBe(1);
    expect(uploads(run)).toEqual([]);
    expect(run.calls.slice(-2)).toEqual(['systemctl stop --no-block k3s', 'shutdown -h now']);
  });

  it('waits for the next time when the name cannot be resolved', () => {
    const run = running({ failures: { resolve: 1 } }).run('etcd-snapshot.sh');
    expect(run.status).toBe(1);
    expect(uploads(run)).toEqual([]);
    expect(run.calls.filter((call) => call.startsWith('shutdown'))).toEqual([]);
  });

  it('fails when K3s has written none', () => {
    const run = running({ failures: { snapshot: 1 } }).run('etcd-snapshot.sh');
    expect(run.said).toContain('K3s has written no snapshot');
    expect(run.status).toBe(1);
    expect(uploads(run)).toEqual([]);
  });
});

describe('the credential of functions', () => {
  const KEY = 'bucket/credentials/kubernetes.json';

  it('is what the client of the K3s API reads', () => {
    const run = running().run('renew-credential.sh');
    expect(run.status).toBe(0);
    expect(parseCredential(machine.outside(KEY), KEY)).toEqual({
      server: 'https://server.smartscale.internal:6443',
      caCertificate: CERTIFICATE,
      token: 'header.payload-1.signature',
    });
    expect(run.calls).toContain('k3s kubectl --namespace smartscale create token smartscale --duration 24h');
    expect(run.calls.join('\n') + run.said).not.toContain('header.payload');
  });

  it('is renewed', () => {
    running().run('renew-credential.sh');
    machine.setState('token-count', '2');
    machine.run('renew-credential.sh');
    expect(parseCredential(machine.outside(KEY), KEY).token).toBe('header.payload-2.signature');
  });

  it.each([
    ['K3s gives none', { token: FOR_EVER }],
    ['the bucket takes none', { copy: FOR_EVER }],
  ])('stays as it was when %s, and the unit fails', (_, failures) => {
    const run = running({ failures }).run('renew-credential.sh');
    expect(run.status).not.toBe(0);
    expect(machine.outside(KEY)).toBe('');
  });

  it('is not written without an authority', () => {
    const run = running({ files: { 'var/lib/rancher/k3s/server/tls/server-ca.crt': '' } }).run('renew-credential.sh');
    expect(run.status).toBe(1);
    expect(machine.outside(KEY)).toBe('');
  });
});

describe('the name of the server', () => {
  it('is taken away when the machine stops', () => {
    const run = running().run('endpoint.sh', 'withdraw');
    expect(run.status).toBe(0);
    expect(machine.outside('zone').match(/"Action":"DELETE"/g)).toHaveLength(2);
  });

  it('is left to whoever has it by then', () => {
    const run = running({ failures: { zone: 1 } }).run('endpoint.sh', 'withdraw');
    expect(run.status).toBe(0);
    expect(run.said).toContain("the name is another server's");
  });

  it('is not published when Route 53 refuses, and the caller learns it', () => {
    expect(running({ failures: { zone: 1 } }).run('endpoint.sh', 'publish').status).not.toBe(0);
  });

  it('knows three words', () => {
    expect(running().run('endpoint.sh').status).toBe(2);
  });
});
