import { expect, it } from 'vitest';
import { readConfig } from './config.ts';

const GOOD = { TABLE_NAME: 'events', CLUSTER_ID: 'production', KUBERNETES_CREDENTIAL_FILE: '/run/credential.json' };

it('reads what serverless.yml sets, and five seconds for each call of the K3s API', () => {
  expect(readConfig({ ...GOOD, PATH: '/bin' })).toEqual({ ...GOOD, KUBERNETES_TIMEOUT_SECONDS: 5 });
});

it.each([
  ['TABLE_NAME', { ...GOOD, TABLE_NAME: '' }],
  ['CLUSTER_ID', { ...GOOD, CLUSTER_ID: undefined }],
  ['KUBERNETES_CREDENTIAL_FILE', { ...GOOD, KUBERNETES_CREDENTIAL_FILE: undefined }],
  ['KUBERNETES_TIMEOUT_SECONDS', { ...GOOD, KUBERNETES_TIMEOUT_SECONDS: 'soon' }],
])('names %s when it is wrong', (name, environment) => {
  expect(() => readConfig(environment)).toThrow(new RegExp(`^spot-guard cannot start: .*${name}`));
});
