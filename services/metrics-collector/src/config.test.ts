import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

const right = { TABLE_NAME: 't', CLUSTER_ID: 'c', INTERVAL_SECONDS: '120', PROMETHEUS_URL: 'http://prometheus:9090' };

describe('the environment', () => {
  it('is read with its defaults', () =>
    expect(readConfig(right)).toMatchObject({ INTERVAL_SECONDS: 120, PROMETHEUS_TIMEOUT_SECONDS: 10 }));

  it.each([
    ['PROMETHEUS_URL', undefined, 'PROMETHEUS_URL'],
    ['PROMETHEUS_URL', 'prometheus:9090', 'http://host:port'],
    ['PROMETHEUS_URL', 'prometheus', 'http://host:port'],
    ['PROMETHEUS_URL', 'http://user:secret@prometheus:9090', 'PROMETHEUS_AUTHORIZATION_FILE'],
    ['INTERVAL_SECONDS', 'two minutes', 'INTERVAL_SECONDS'],
    ['TABLE_NAME', '', 'TABLE_NAME'],
  ])('with %s = %s is refused by name', (name, value, says) => {
    expect(() => readConfig({ ...right, [name]: value })).toThrow(says);
  });
});

it('the interval of ticks is the rate of the schedule', () => {
  const wiring = readFileSync(new URL('../serverless.yml', import.meta.url), 'utf8');
  const [, minutes] = /rate: \[rate\((\d+) minutes\)\]/.exec(wiring) ?? [];
  const [, seconds] = /INTERVAL_SECONDS: '(\d+)'/.exec(wiring) ?? [];
  expect(Number(seconds)).toBe(60 * Number(minutes));
});
