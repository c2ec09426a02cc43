import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { definitionOf, type RecordedEvent, sourceOfCategory } from '@smartscale/events';
import { describe, expect, it } from 'vitest';
import { streamRecord } from './outbox/stream-record.ts';
import { readWiring } from './serverless-yml/read-wiring.ts';
import type { RuleWiring } from './serverless-yml/wiring.ts';

const services = fileURLToPath(new URL('../../../services', import.meta.url));
const functions = readWiring(services, { stage: 'test', params: { clusterId: 'test' } });
const ourRules = functions.flatMap(({ rules }) => rules).filter(({ bus }) => bus === 'smartscale');
const named = (rules: readonly RuleWiring[]) => rules.map((rule) => [rule.name, rule] as const);

const event = { source: '?', 'detail-type': '?', detail: {} };
const textsOf = (pattern: unknown): string[] =>
  Array.isArray(pattern) ? pattern.filter((value) => typeof value === 'string') : [];

describe('the services as they are deployed', () => {
  it('can all be run here', () => {
    const folders = readdirSync(services).filter((folder) => existsSync(`${services}/${folder}/serverless.yml`));
    expect(new Set(functions.map(({ service }) => service))).toEqual(new Set(folders));
    expect(ourRules.length).toBeGreaterThan(0);
  });

  it.each(functions.map((wiring) => [`${wiring.service}/${wiring.name}`, wiring] as const))(
    '%s has its handler where it says',
    (_, wiring) => {
      expect(wiring.handler).toBe(`src/lambda.${wiring.name}`);
      expect(existsSync(`${services}/${wiring.service}/src/lambda.ts`)).toBe(true);
    },
  );
});

describe('a rule on our bus', () => {
  it.each(named(ourRules))('%s excludes replays', (_, { pattern }) => {
    expect(pattern['replay-name']).toEqual([{ exists: false }]);
  });

  it.each(named(ourRules))('%s names events that exist, by the service that writes them', (_, { pattern }) => {
    const sources = textsOf(pattern['source']);
    const types = textsOf(pattern['detail-type']);
    expect(sources.length).toBeGreaterThan(0);
    if (sources.includes('smartscale.drill')) return;
    for (const type of types) {
      const definition = definitionOf(type);
      expect(definition, `${type} is in the catalogue`).toBeDefined();
      if (definition) expect(sources, `${type} comes from its writer`).toContain(sourceOfCategory(definition.category));
    }
  });

  it.each(named(ourRules))('%s does not match what nobody publishes', (_, { matches }) => {
    expect(matches(event)).toBe(false);
  });
});

describe('a stream source', () => {
  const appended = {
    id: 'e',
    type: 'NodeLost',
    clusterId: 'c',
    stream: 'fleet-c',
    position: 1,
    recordedAt: '2026-11-24T08:00:00.000Z',
    data: {},
  };
  const record = streamRecord({ sequence: 1, event: appended as unknown as RecordedEvent });
  const snapshot = {
    eventName: 'INSERT',
    dynamodb: { NewImage: { pk: { S: 'snapshot#fleet-c#fleet' }, sk: { N: '0' }, state: { S: '{}' } } },
  };
  const streams = functions.flatMap((wiring) => wiring.streams).map((stream) => [stream.name, stream] as const);

  it.each(streams)('%s takes events, but no change, deletion or snapshot', (_, { accepts, reportsItemFailures }) => {
    expect(accepts(record)).toBe(true);
    expect(accepts({ ...record, eventName: 'MODIFY' })).toBe(false);
    expect(accepts({ ...record, eventName: 'REMOVE' })).toBe(false);
    expect(accepts(snapshot)).toBe(false);
    expect(reportsItemFailures).toBe(true);
  });
});
