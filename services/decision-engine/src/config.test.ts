import { expect, it } from 'vitest';
import { readConfig } from './config.ts';

it('reads the table and the cluster from the environment', () =>
  expect(readConfig({ TABLE_NAME: 'events', CLUSTER_ID: 'production', PATH: '/bin' })).toEqual({
    TABLE_NAME: 'events',
    CLUSTER_ID: 'production',
  }));

it('fails at cold start with a sentence that names what is missing', () => {
  expect(() => readConfig({ CLUSTER_ID: 'production' })).toThrow(/decision-engine cannot start: TABLE_NAME: .*serverless\.yml/);
  expect(() => readConfig({ TABLE_NAME: 'events', CLUSTER_ID: '' })).toThrow(/CLUSTER_ID/);
});
