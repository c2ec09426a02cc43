import { afterEach, describe, expect, it } from 'vitest';
import { parseCredential } from '../../packages/kubernetes/src/client/credential.ts';
import { createMachine, FOR_EVER, type Machine, type Run, type Surroundings, zoneRecords } from './machine.ts';

// What a server does by its timers, and when it stops.

const OWN = '10.40.4.7';
const ANOTHERS = '10.40.8.9';
const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIBx\n-----END CERTIFICATE-----\n';

let machine: Machine;
afterEach(() => machine.remove());

function running(surroundings: Surroundings = {}): Machine {
  machine = createMachine('server', {
    files: { 'var/lib/rancher/k3s/server/tls/server-ca.crt': CERTIFICATE },
    ...surroundings,
    state: { records: zoneRecords(OWN), ...surroundings.state },
  });
  machine.putK3s();
  return machine;
}

const STOPS = ['systemctl stop --no-block k3s', 'shutdown -h now'];
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
    const run = running({ state: { records: zoneRecords(ANOTHERS) } }).run('etcd-snapshot.sh');
    expect(run.said).toContain(`${ANOTHERS}, another server: this one stops`);
    expect(run.status).toBe(1);
    expect(uploads(run)).toEqual([]);
    expect(run.calls.slice(-2)).toEqual(STOPS);
  });

  it('is not written by a server that was replaced while it saved', () => {
    const run = running({ failures: { successor: 1 }, state: { successor: zoneRecords(ANOTHERS) } }).run('etcd-snapshot.sh');
    expect(run.calls.filter((call) => call.includes('etcd-snapshot save'))).toHaveLength(1);
    expect(uploads(run)).toEqual([]);
    expect(run.calls.slice(-2)).toEqual(STOPS);
  });

  it("waits for the next time when the name is nobody's", () => {
    const run = running({ state: { records: '' } }).run('etcd-snapshot.sh');
    expect(run.status).toBe(1);
    expect(uploads(run)).toEqual([]);
    expect(run.calls.filter((call) => call.startsWith('shutdown'))).toEqual([]);
  });

  it.each([
    ['is written when Route 53 does not answer and the name resolves to this machine', {}, {}, 0],
    ['is not when it resolves to another', {}, { 'resolves-to': ANOTHERS }, 1],
    ['is not when it does not resolve', { resolve: FOR_EVER }, {}, 1],
  ])('%s, and nothing is stopped for that', (_, failures, state, status) => {
    const run = running({ failures: { 'zone-list': FOR_EVER, ...failures }, state }).run('etcd-snapshot.sh');
    expect(run.status).toBe(status);
    expect(uploads(run)).toHaveLength(status === 0 ? 1 : 0);
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

  it('is not given by a server that was replaced', () => {
    const run = running({ state: { records: zoneRecords(ANOTHERS) } }).run('renew-credential.sh');
    expect(run.status).toBe(1);
    expect(machine.outside(KEY)).toBe('');
    expect(run.calls.slice(-2)).toEqual(STOPS);
  });

  it('is not written without an authority', () => {
    const run = running({ files: { 'var/lib/rancher/k3s/server/tls/server-ca.crt': '' } }).run('renew-credential.sh');
    expect(run.status).toBe(1);
    expect(machine.outside(KEY)).toBe('');
  });
});

describe('the name of the server', () => {
  const records = () => machine.outside('records');

  it('is taken away when the machine stops', () => {
    const run = running().run('endpoint.sh', 'withdraw');
    expect(run.status).toBe(0);
    expect(records()).toBe('');
  });

  it('is left to whoever has it by then', () => {
    const run = running({ state: { records: zoneRecords(ANOTHERS) } }).run('endpoint.sh', 'withdraw');
    expect(run.status).toBe(0);
    expect(run.said).toContain("the name is another server's");
    expect(records()).toBe(zoneRecords(ANOTHERS));
  });

  it('is kept by a machine that only restarts', () => {
    const jobs = '  86 reboot.target                     start waiting\n  87 k3s.service stop running\n';
    expect(running({ state: { jobs } }).run('endpoint.sh', 'withdraw').status).toBe(0);
    expect(records()).toBe(zoneRecords(OWN));
  });

  it.each([
    ['refuses', { zone: 1 }],
    ['does not say whose it is', { 'zone-list': 1 }],
  ])('is not published when Route 53 %s, and the caller learns it', (_, failures) => {
    expect(running({ failures, state: { records: '' } }).run('endpoint.sh', 'publish').status).toBe(1);
    expect(records()).toBe('');
  });

  it('knows four words', () => {
    expect(running().run('endpoint.sh').status).toBe(2);
  });
});

describe('a server that restarts', () => {
  const records = () => machine.outside('records');
  const changes = ({ calls }: Run) => calls.filter((call) => call.includes('change-resource-record-sets'));
  const restart = (surroundings: Surroundings) => running(surroundings).run('endpoint.sh', 'publish');

  it('has its name still, and changes nothing', () => {
    const run = restart({});
    expect(run.status).toBe(0);
    expect(changes(run)).toEqual([]);
  });

  it("takes a name that is nobody's", () => {
    expect(restart({ state: { records: '' } }).status).toBe(0);
    expect(records()).toBe(zoneRecords(OWN));
  });

  it('completes what is its own in part', () => {
    expect(restart({ state: { records: 'server.smartscale.internal.\t60\t10.40.4.7\n' } }).status).toBe(0);
    expect(records()).toBe(zoneRecords(OWN));
  });

  it('takes nothing from its successor: it stops', () => {
    const run = restart({ state: { records: zoneRecords(ANOTHERS) } });
    expect(run.status).toBe(3);
    expect(run.calls.slice(-2)).toEqual(STOPS);
    expect(changes(run)).toEqual([]);
    expect(records()).toBe(zoneRecords(ANOTHERS));
  });

  it('takes nothing from a successor that comes at the same moment, and stops when it looks again', () => {
    const state = { records: '', 'records-after-race': zoneRecords(ANOTHERS) };
    expect(restart({ failures: { 'zone-race': 1 }, state }).status).not.toBe(0);
    expect(records()).toBe(zoneRecords(ANOTHERS));
    const again = machine.run('endpoint.sh', 'publish');
    expect(again.status).toBe(3);
    expect(again.calls.slice(-2)).toEqual(STOPS);
    expect(records()).toBe(zoneRecords(ANOTHERS));
  });

  it.each(['Terminated', 'Detached', 'Standby'])("stops when its group wants it %s, though the name is nobody's", (state) => {
    const run = restart({ state: { records: '', 'target-lifecycle-state': state } });
    expect(run.status).toBe(3);
    expect(run.calls.slice(-2)).toEqual(STOPS);
    expect(records()).toBe('');
  });
});
