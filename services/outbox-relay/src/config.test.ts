import { expect, it } from 'vitest';
import { readConfig } from './config.ts';

it('names what is missing and where to set it', () => {
  const failureQueueUrl = 'https://sqs.eu-west-1.amazonaws.com/123456789012/failures';
  const environment = { BUS_NAME: 'smartscale-dev', CLUSTER_ID: 'dev', FAILURE_QUEUE_URL: failureQueueUrl };
  expect(readConfig(environment)).toEqual({ busName: 'smartscale-dev', clusterId: 'dev', failureQueueUrl });
  expect(() => readConfig({})).toThrow(/outbox-relay cannot start.*CLUSTER_ID.*BUS_NAME.*FAILURE_QUEUE_URL.*serverless\.yml/);
  expect(() => readConfig({ ...environment, BUS_NAME: '' })).toThrow('BUS_NAME');
  expect(() => readConfig({ ...environment, FAILURE_QUEUE_URL: '' })).toThrow('FAILURE_QUEUE_URL');
});
