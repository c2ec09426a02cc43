import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EC2Client } from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type DescribeWorker, WorkerLookupError } from '../ports.ts';
import { describeEc2Worker } from './ec2-workers.ts';

const ID = 'i-0123456789abcdef0';

let server: Server;
let asked: URLSearchParams[];
let answer: { status: number; body: string };
let describeWorker: DescribeWorker;

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString('utf8');
    });
    request.on('end', () => {
      asked.push(new URLSearchParams(body));
      response.writeHead(answer.status, { 'content-type': 'text/xml' }).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = new EC2Client({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'ap-south-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  describeWorker = describeEc2Worker(client, 'production');
});
afterEach(() => void server.close());

const described = (items: string) => ({
  status: 200,
  body: `<DescribeInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><reservationSet>${items}</reservationSet></DescribeInstancesResponse>`,
});
const instance = (state: string, placement = '<placement><availabilityZone>ap-south-1b</availabilityZone></placement>') =>
  described(
    `<item><instancesSet><item><instanceId>${ID}</instanceId><instanceType>m5.large</instanceType><instanceState><code>16</code><name>${state}</name></instanceState>${placement}</item></instancesSet></item>`,
  );

it('asks for one instance that carries the tags of this cluster’s workers', async () => {
  answer = described('');
  expect(await describeWorker(ID)).toBeNull();
  const filters = [1, 2, 3].map((index) => [asked[0]?.get(`Filter.${index}.Name`), asked[0]?.get(`Filter.${index}.Value.1`)]);
  expect(filters).toEqual([
    ['instance-id', ID],
    ['tag:smartscale:cluster', 'production'],
    ['tag:smartscale:role', 'worker'],
  ]);
});

it('takes no other worker for the one that was asked for', async () => {
  answer = instance('running');
  expect(await describeWorker('i-0fedcba9876543210')).toBeNull();
});

it.each([
  ['pending', false],
  ['running', false],
  ['stopping', false],
  ['shutting-down', true],
  ['terminated', true],
])('shows an instance that is %s', async (state, isTerminated) => {
  answer = instance(state);
  expect(await describeWorker(ID)).toEqual({
    ...{ instanceId: ID, nodeName: `worker-${ID}`, zone: 'ap-south-1b', instanceType: 'm5.large', isTerminated },
  });
});

it.each([
  ['a refusal', () => error(403, 'UnauthorizedOperation'), /is ours: UnauthorizedOperation/],
  ['throttling', () => error(503, 'RequestLimitExceeded'), /is ours: RequestLimitExceeded/],
  ['an instance without a zone', () => instance('running', ''), /without a zone or a type/],
])('says that EC2 cannot tell: %s', async (_, given, message) => {
  answer = given();
  const thrown = await describeWorker(ID).catch((caught: unknown) => caught);
  expect(thrown).toBeInstanceOf(WorkerLookupError);
  expect((thrown as Error).message).toMatch(message);
});

function error(status: number, code: string) {
  return {
    status,
    body: `<Response><Errors><Error><Code>${code}</Code><Message>no</Message></Error></Errors><RequestID>1</RequestID></Response>`,
  };
}
