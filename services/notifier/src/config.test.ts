import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';
import { TELL_AT_CONSECUTIVE_MISSES, TOLD_EVENTS } from './decider.ts';

const right = { TABLE_NAME: 't', CLUSTER_ID: 'c', SLACK_WEBHOOK_PARAMETER: '/smartscale/dev/slack-webhook-url' };

describe('the environment', () => {
  it('is read', () => expect(readConfig(right)).toEqual(right));

  it.each([
    ['SLACK_WEBHOOK_PARAMETER', undefined],
    ['SLACK_WEBHOOK_PARAMETER', 'https://hooks.slack.com/services/T/B/secret'],
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
    expect(types.sort()).toEqual([...TOLD_EVENTS].sort());
  });

  it('let through the miss that the core tells', () =>
    expect(wiring).toContain(`consecutive: [{ numeric: ['=', ${TELL_AT_CONSECUTIVE_MISSES}] }]`));
});
