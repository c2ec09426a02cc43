import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, describe, expect, it } from 'vitest';
import { MAX_AGE_MILLISECONDS, ssmSecret } from './ssm-secret.ts';

let server: Server | undefined;

afterEach(() => server?.close());

/** A stand-in for SSM over the wire: answers each request by the next of `answers`, the last one for ever. */
async function ssm(...answers: readonly { status: number; body: unknown }[]) {
  const asked: unknown[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    asked.push(JSON.parse((await request.setEncoding('utf8').toArray()).join('')));
    const { status, body } = answers[asked.length - 1] ?? answers.at(-1) ?? { status: 500, body: {} };
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
  };
  server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return { asked, client: new SSMClient({ endpoint, region: 'ap-south-1', credentials, maxAttempts: 1 }) };
}

const parameter = (Type: string, Value: string) => ({ status: 200, body: { Parameter: { Name: '/slack', Type, Value } } });
const SLACK = { name: '/slack', isRight: URL.canParse, expected: 'a URL' };
const notFound = { status: 400, body: { __type: 'ParameterNotFound', message: '' } };

describe('a secret of the Parameter Store', () => {
  it('is read decrypted, once', async () => {
    const { client, asked } = await ssm(parameter('SecureString', 'https://hooks.slack.com/x'));
    const secret = ssmSecret(client, SLACK);
    expect([await secret(), await secret()]).toEqual(['https://hooks.slack.com/x', 'https://hooks.slack.com/x']);
    expect(asked).toEqual([{ Name: '/slack', WithDecryption: true }]);
  });

  it('is read again after five minutes, so that one that was replaced is used', async () => {
    const { client } = await ssm(...['one', 'two'].map((name) => parameter('SecureString', `https://hooks.slack.com/${name}`)));
    const time = { now: 0 };
    const secret = ssmSecret(client, SLACK, () => time.now);
    await secret();
    time.now = MAX_AGE_MILLISECONDS - 1;
    expect(await secret()).toBe('https://hooks.slack.com/one');
    time.now = MAX_AGE_MILLISECONDS;
    expect(await secret()).toBe('https://hooks.slack.com/two');
  });

  it('is asked for again after a failure', async () => {
    const { client } = await ssm(notFound, parameter('SecureString', 'https://hooks.slack.com/x'));
    const secret = ssmSecret(client, SLACK);
    await expect(secret()).rejects.toThrow('SSM parameter /slack: ParameterNotFound');
    expect(await secret()).toBe('https://hooks.slack.com/x');
  });

  it('must be stored as a secret, and hold a URL, which is not told', async () => {
    const plain = await ssm(parameter('String', 'https://hooks.slack.com/x'));
    await expect(ssmSecret(plain.client, SLACK)()).rejects.toThrow('SecureString');
    server?.close();
    const wrong = await ssm(parameter('SecureString', 'xoxb-token'));
    await expect(ssmSecret(wrong.client, SLACK)()).rejects.toThrow(/^SSM parameter \/slack does not hold a URL$/);
  });
});
