import { expect, it } from 'vitest';
import { readConfig } from './config.ts';

const GOOD = {
  ...{
    TABLE_NAME: 'events',
    CLUSTER_ID: 'production',
    AWS_REGION: 'ap-south-1',
    AWS_ACCESS_KEY_ID: 'A',
    AWS_SECRET_ACCESS_KEY: 'S',
  },
  ...{ KUBERNETES_CREDENTIAL_BUCKET: 'a-bucket', KUBERNETES_CREDENTIAL_KEY: 'credentials/kubernetes.json' },
};

it('reads what serverless.yml sets, and five seconds for each call of the K3s API', () => {
  expect(readConfig({ ...GOOD, PATH: '/bin' })).toEqual({ ...GOOD, KUBERNETES_TIMEOUT_SECONDS: 5 });
});

it.each([
  ['TABLE_NAME', { ...GOOD, TABLE_NAME: '' }],
  ['CLUSTER_ID', { ...GOOD, CLUSTER_ID: undefined }],
  ['KUBERNETES_CREDENTIAL_BUCKET', { ...GOOD, KUBERNETES_CREDENTIAL_BUCKET: undefined }],
  ['KUBERNETES_CREDENTIAL_KEY', { ...GOOD, KUBERNETES_CREDENTIAL_KEY: '' }],
  ['AWS_SECRET_ACCESS_KEY', { ...GOOD, AWS_SECRET_ACCESS_KEY: undefined }],
  ['KUBERNETES_TIMEOUT_SECONDS', { ...GOOD, KUBERNETES_TIMEOUT_SECONDS: 'soon' }],
])('names %s when it is wrong', (name, environment) => {
  expect(() => readConfig(environment)).toThrow(new RegExp(`^spot-guard cannot start: .*${name}`));
});
