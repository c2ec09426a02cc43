import { expect, it } from 'vitest';
import { readConfig } from './config.ts';

it('names what is missing and where to set it', () => {
  expect(readConfig({ BUS_NAME: 'smartscale-dev' })).toEqual({ busName: 'smartscale-dev' });
  expect(() => readConfig({})).toThrow(/outbox-relay cannot start.*BUS_NAME.*serverless\.yml/);
  expect(() => readConfig({ BUS_NAME: '' })).toThrow('BUS_NAME');
});
