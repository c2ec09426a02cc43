import { expect, it } from 'vitest';
import { readConfig } from './config.ts';

const environment = {
  ...{ TABLE_NAME: 'events', CLUSTER_ID: 'test', AWS_REGION: 'ap-south-1', LAUNCH_TEMPLATE: 'workers' },
  ...{ WORKER_SUBNETS: '{"ap-south-1a":"subnet-1"}', AWS_ACCESS_KEY_ID: 'A', AWS_SECRET_ACCESS_KEY: 'S' },
  ...{ KUBERNETES_CREDENTIAL_BUCKET: 'a-bucket', KUBERNETES_CREDENTIAL_KEY: 'credentials/kubernetes.json' },
};

it('knows the prices of its region, and lets the environment add to them', () => {
  const config = readConfig({ ...environment, ON_DEMAND_PRICES: '{"t3.medium":0.05,"x9.huge":9}' });
  expect(config.onDemandPrices).toMatchObject({ 't3.medium': 0.05, 'x9.huge': 9, 't3a.medium': 0.0246 });
  expect(config.useDualStack).toBe(false);
});

it('takes no prices for what it is told when none are given', () => {
  expect(readConfig({ ...environment, ON_DEMAND_PRICES: '' })).toEqual(readConfig(environment));
});

it('has no price for what the price list that it was made of did not tell', () => {
  expect(readConfig(environment).onDemandPrices).not.toHaveProperty('m5a.large');
  expect(readConfig({ ...environment, AWS_REGION: 'us-east-1' }).onDemandPrices).toHaveProperty('m5a.large', 0.086);
});

it.each([
  ['no launch template', { LAUNCH_TEMPLATE: '' }, /LAUNCH_TEMPLATE/],
  ['subnets that are no JSON', { WORKER_SUBNETS: 'subnet-1' }, /WORKER_SUBNETS: is not JSON/],
  ['no subnet', { WORKER_SUBNETS: '{}' }, /WORKER_SUBNETS: names no zone/],
  ['something that is no subnet', { WORKER_SUBNETS: '{"a":"vpc-1"}' }, /WORKER_SUBNETS.a/],
  ['no bucket', { KUBERNETES_CREDENTIAL_BUCKET: undefined }, /KUBERNETES_CREDENTIAL_BUCKET/],
  ['a negative price', { ON_DEMAND_PRICES: '{"t3.medium":-1}' }, /ON_DEMAND_PRICES.t3.medium/],
])('refuses %s in one sentence', (_what, wrong, message) => {
  expect(() => readConfig({ ...environment, ...wrong })).toThrow(message);
});
