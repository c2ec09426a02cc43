import { readFileSync } from 'node:fs';
import { allProjections } from '@smartscale/projections';
import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';
import { wakingTypes } from './handler.ts';

const right = { TABLE_NAME: 't', CLUSTER_ID: 'c', VIEWS_TABLE_NAME: 'v' };

describe('the environment', () => {
  it('is read', () => expect(readConfig(right)).toEqual(right));
  it.each(Object.keys(right))('without %s is refused by name', (name) =>
    expect(() => readConfig({ ...right, [name]: '' })).toThrow(`projections cannot start: ${name}`),
  );
});

it('the rule wakes on every event of the projected streams, and on nothing else', () => {
  const wiring = readFileSync(new URL('../serverless.yml', import.meta.url), 'utf8');
  const types = [...wiring.matchAll(/^ {14}- (\w+)$/gm)].map(([, type = '']) => type);
  expect(new Set(types)).toEqual(new Set(wakingTypes(allProjections)));
});
