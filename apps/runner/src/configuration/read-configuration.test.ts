import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { readConfiguration } from './read-configuration.ts';

const EXAMPLE = join(import.meta.dirname, '../../examples/smartscale.yaml');

const minimal = {
  ...{ cluster: 'c', store: 'fleet.db' },
  prometheus: { url: 'https://metrics.internal:9090' },
  kubernetes: { credentialFile: 'credential.json' },
  ec2: { region: 'ap-south-1', launchTemplate: 'workers', subnets: { 'ap-south-1a': 'subnet-1' } },
};

const folder = mkdtempSync(join(tmpdir(), 'smartscale-configuration-'));

function read(content: unknown) {
  const file = join(folder, 'smartscale.yaml');
  writeFileSync(file, typeof content === 'string' ? content : stringify(content));
  return readConfiguration(file);
}

it('the example can be used as it is', () => {
  expect(readConfiguration(EXAMPLE)).toMatchObject({
    ...{ cluster: 'production', store: '/var/lib/smartscale/production.db' },
    notices: { file: '/var/lib/smartscale/production.notices.jsonl' },
  });
});

it('what is left out has its default, and paths begin at the file', () => {
  expect(read(minimal)).toEqual({
    ...{ cluster: 'c', store: join(folder, 'fleet.db') },
    prometheus: { url: 'https://metrics.internal:9090', timeoutSeconds: 10 },
    kubernetes: { credentialFile: join(folder, 'credential.json'), timeoutSeconds: 5 },
    ec2: { ...minimal.ec2, onDemandPrices: {} },
    notices: { file: join(folder, 'fleet.notices.jsonl') },
  });
});

it('with Slack no file of notices is kept', () => {
  const { notices } = read({ ...minimal, notices: { slackWebhookFile: '/etc/slack' } });
  expect(notices).toEqual({ slackWebhookFile: '/etc/slack' });
  const bot = { slackTokenFile: '/etc/token', slackChannel: 'C1', consoleUrl: 'https://console.example' };
  expect(read({ ...minimal, notices: bot }).notices).toEqual(bot);
});

describe('is refused in one sentence that names file and setting', () => {
  it.each([
    ['a setting that nobody knows', { ...minimal, intervalSeconds: 5 }, /intervalSeconds/],
    ['a missing section', { ...minimal, ec2: undefined }, /ec2/],
    ['no subnet', { ...minimal, ec2: { ...minimal.ec2, subnets: {} } }, /ec2\.subnets: names no zone/],
    [
      'no id of a subnet',
      { ...minimal, ec2: { ...minimal.ec2, subnets: { a: 'vpc-1' } } },
      /ec2\.subnets\.a: expected subnet-/,
    ],
    ['no region', { ...minimal, ec2: { ...minimal.ec2, region: 'Mumbai' } }, /ec2\.region: expected a region/],
    [
      'a password in the URL',
      { ...minimal, prometheus: { url: 'http://me:secret@p:9090' } },
      /prometheus\.url: .*authorizationFile/,
    ],
    ['another protocol', { ...minimal, prometheus: { url: 'file:///etc/passwd' } }, /prometheus\.url: expected http/],
    ['two places for notices', { ...minimal, notices: { slackWebhookFile: 'a', file: 'b' } }, /notices: has both/],
    ['a bot without a channel', { ...minimal, notices: { slackTokenFile: 'a' } }, /notices: slackTokenFile and slackChannel/],
    ['a cluster that can be no tag', { ...minimal, cluster: 'My Cluster' }, /cluster: expected lower-case/],
    ['no YAML', 'cluster: [', /is not YAML/],
    ['nothing', '', /cluster/],
  ])('%s', (_, content, sentence) => {
    const reading = () => read(content);
    expect(reading).toThrow(expect.objectContaining({ name: 'ConfigurationError' }));
    expect(reading).toThrow(sentence);
    expect(reading).toThrow('smartscale.yaml');
    expect(reading).not.toThrow('secret@');
  });

  it('a file that is not there', () => {
    expect(() => readConfiguration('/nowhere.yaml')).toThrow('cannot read the configuration /nowhere.yaml');
  });
});
