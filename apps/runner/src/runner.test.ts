import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silent } from '@smartscale/lambda';
import { readWiring } from '@smartscale/runtime';
import { expect, it } from 'vitest';
import type { Configuration } from './configuration/schema.ts';
import { openRunner } from './runner.ts';
import { SERVICES_DIRECTORY, sampleIntervalSeconds } from './services.ts';

const folder = mkdtempSync(join(tmpdir(), 'smartscale-runner-'));
const credentialFile = join(folder, 'credential.json');
const noticeFile = () => ({ channel: 'file', send: async () => ({ kind: 'sent' as const }) });

const configuration: Configuration = {
  ...{ cluster: 'test', store: join(folder, 'fleet.db') },
  prometheus: { url: 'http://127.0.0.1:9', timeoutSeconds: 1 },
  kubernetes: { credentialFile, timeoutSeconds: 1 },
  ec2: { region: 'ap-south-1', launchTemplate: 'workers', subnets: { 'ap-south-1a': 'subnet-1' }, onDemandPrices: {} },
  notices: { file: join(folder, 'notices.jsonl') },
};

function credentialWithMode(mode: number): void {
  writeFileSync(credentialFile, '{}');
  chmodSync(credentialFile, mode);
}

it('has a handler for every function of every serverless.yml, and asks nobody anything before it is started', async () => {
  credentialWithMode(0o600);
  const runner = await openRunner(configuration, { telemetry: silent, noticeFile });
  const wired = readWiring(SERVICES_DIRECTORY, { stage: 'local', params: { clusterId: 'test' } });
  expect(runner.functions.map(({ service, name }) => `${service}/${name}`)).toEqual(
    wired.map(({ service, name }) => `${service}/${name}`),
  );
  await runner.stop();
});

it('samples as often as the schedule of the metrics-collector says', () => {
  const [sample] = readWiring(SERVICES_DIRECTORY, { stage: 'local', params: { clusterId: 'test' } })
    .filter(({ service }) => service === 'metrics-collector')
    .flatMap(({ schedules }) => schedules);
  expect(sampleIntervalSeconds('test') * 1_000).toBe(sample?.expression.firstAt(1));
});

it('is not opened while a secret is open to others', async () => {
  credentialWithMode(0o644);
  await expect(openRunner(configuration, { telemetry: silent, noticeFile })).rejects.toMatchObject({
    name: 'ConfigurationError',
  });
});

it('says what is wrong with a certificate authority', async () => {
  credentialWithMode(0o600);
  const withAuthority = (caFile: string) => ({ ...configuration, prometheus: { ...configuration.prometheus, caFile } });
  const open = (caFile: string) => openRunner(withAuthority(caFile), { telemetry: silent, noticeFile });
  await expect(open('/nowhere.pem')).rejects.toThrow('prometheus.caFile cannot be read: ENOENT');
  await expect(open(credentialFile)).rejects.toThrow('holds no certificate in PEM');
});
