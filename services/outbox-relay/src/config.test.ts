import { expect, it } from 'vitest';
import { readConfig } from './config.ts';

it('names what is missing and where to set it', () => {
  const environment = { BUS_NAME: 'smartscale-dev', CLUSTER_ID: 'dev' };
  expect(readConfig(environment)).toEqual({ busName: 'smartscale-dev', clusterId: 'dev' });
  expect(() => readConfig({})).toThrow(/outbox-relay cannot start.*CLUSTER_ID.*BUS_NAME.*serverless\.yml/);
  expect(() => readConfig({ ...environment, BUS_NAME: '' })).toThrow('BUS_NAME');
});
