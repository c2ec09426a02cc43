import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';
import { TELL_AT_CONSECUTIVE_MISSES, TOLD_EVENTS } from './decider.ts';

const right = {
  ...{ TABLE_NAME: 't', CLUSTER_ID: 'c', SLACK_WEBHOOK_PARAMETER: '/smartscale/dev/slack-webhook-url' },
  ...{ SLACK_TOKEN_PARAMETER: '/smartscale/dev/slack-bot-token', SLACK_CHANNEL: '', CONSOLE_URL: '' },
  ...{ REPORT_HOUR: '8', REPORT_TIME_ZONE: 'Asia/Kolkata' },
};

describe('the environment', () => {
  it('is read', () => expect(readConfig(right)).toEqual({ ...right, REPORT_HOUR: 8 }));

  it('needs no channel and no console', () => {
    const { SLACK_CHANNEL: _, CONSOLE_URL: __, ...least } = right;
    expect(readConfig(least)).toMatchObject({ SLACK_CHANNEL: '', CONSOLE_URL: '' });
  });

  it.each([
    ['SLACK_WEBHOOK_PARAMETER', undefined],
    ['SLACK_WEBHOOK_PARAMETER', 'https://hooks.slack.com/services/T/B/secret'],
    ['SLACK_TOKEN_PARAMETER', 'xoxb-secret'],
    ['SLACK_CHANNEL', 'a secret channel'],
    ['CONSOLE_URL', 'ftp://secret'],
    ['REPORT_HOUR', '24'],
    ['REPORT_TIME_ZONE', 'Secret/Nowhere'],
    ['TABLE_NAME', ''],
  ])('with %s = %s is refused by name, without its value', (name, value) => {
    const reading = () => readConfig({ ...right, [name]: value });
    expect(reading).toThrow(name);
    expect(reading).not.toThrow(/secret/);
  });
});

describe('the rules', () => {
  const wiring = readFileSync(new URL('../serverless.yml', import.meta.url), 'utf8');

  it('let through what the core knows, and nothing else', () => {
    const types = [...wiring.matchAll(/detail-type: \[(.*)\]/g)].flatMap(([, list = '']) => list.split(', '));
    expect([...new Set(types)].sort()).toEqual([...TOLD_EVENTS].sort());
  });

  it('let through the miss that the core tells', () =>
    expect(wiring).toContain(`consecutive: [{ numeric: ['=', ${TELL_AT_CONSECUTIVE_MISSES}] }]`));
});
