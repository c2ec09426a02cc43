import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

type Sent = { Entries?: { Detail: string }[]; QueueUrl?: string; MessageBody?: string };

const root = fileURLToPath(new URL('../../..', import.meta.url));

const record = {
  eventName: 'INSERT',
  dynamodb: {
    SequenceNumber: '1',
    NewImage: {
      pk: { S: 'fleet-prod' },
      sk: { N: '1' },
      id: { S: 'e-1' },
      type: { S: 'NodeJoined' },
      schemaVersion: { N: '1' },
      clusterId: { S: 'prod' },
      occurredAt: { S: '2026-11-24T08:00:00.000Z' },
      recordedAt: { S: '2026-11-24T08:00:00.000Z' },
      correlationId: { S: 'story' },
      causationId: { S: 'cause' },
      data: { S: '{"any":"thing"}' },
    },
  },
};

const damaged = { eventName: 'INSERT', dynamodb: { SequenceNumber: '2', NewImage: { type: { S: 'NodeJoined' } } } };

function answerTo({ MessageBody }: Sent): object {
  if (MessageBody === undefined) return { FailedEntryCount: 0, Entries: [{ EventId: '1' }] };
  return { MessageId: '1', MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex') };
}

/** Runs the handler out of its zip, as Lambda would, in a Node that has nothing but the environment of a function. */
const program = `
  import { pathToFileURL } from 'node:url';
  const { relay } = await import(pathToFileURL(process.argv[1]).href);
  const context = { awsRequestId: 'r', functionName: 'relay', getRemainingTimeInMillis: () => 60000 };
  console.log(JSON.stringify(await relay({ Records: ${JSON.stringify([record, damaged])} }, context)));`;

it('the bundle that is deployed, small as it was made, signs and sends to EventBridge and SQS', async () => {
  const packaged = spawnSync(process.execPath, [`${root}/scripts/package-services.ts`, '--only', 'outbox-relay', '--unpack'], {
    encoding: 'utf8',
  });
  expect(packaged.stderr).toContain('packaged outbox-relay');

  const requests: { headers: Record<string, unknown>; body: Sent }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      requests.push({ headers: request.headers, body: JSON.parse(body) as Sent });
      response.setHeader('content-type', 'application/x-amz-json-1.1');
      response.end(JSON.stringify(answerTo(JSON.parse(body) as Sent)));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const child = spawn(
      process.execPath,
      ['--input-type=module', '-e', program, `${root}/services/outbox-relay/.serverless/relay.mjs`],
      {
        env: {
          AWS_REGION: 'eu-west-1',
          AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
          AWS_SECRET_ACCESS_KEY: 'none',
          AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
          BUS_NAME: 'smartscale-dev',
          CLUSTER_ID: 'dev',
          FAILURE_QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/123456789012/failures',
        },
      },
    );
    let said = '';
    child.stdout.on('data', (text) => {
      said += text;
    });
    child.stderr.on('data', (text) => {
      said += text;
    });
    await once(child, 'close');
    expect(said.trim().split('\n').at(-1)).toBe('{"batchItemFailures":[]}');
  } finally {
    server.close();
  }
  expect(requests).toHaveLength(2);
  expect(requests[0]?.headers['authorization']).toContain('AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/');
  expect(requests[0]?.body.Entries).toMatchObject([
    { EventBusName: 'smartscale-dev', Source: 'smartscale.capacity-manager', DetailType: 'NodeJoined' },
  ]);
  expect(JSON.parse(requests[0]?.body.Entries?.[0]?.Detail ?? '')).toMatchObject({ id: 'e-1', data: { any: 'thing' } });
  expect(requests[1]?.body.QueueUrl).toMatch(/failures$/);
  expect(JSON.parse(requests[1]?.body.MessageBody ?? '')).toMatchObject({ service: 'outbox-relay', sequenceNumber: '2' });
});
