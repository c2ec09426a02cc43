import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { KubernetesError } from '../../port.ts';
import { credentialFromS3 } from './credential-from-s3.ts';
import { credentialFromEnvironment } from './environment.ts';
import { signedHeaders } from './sign.ts';

const GOOD = { server: 'https://10.0.0.5:6443', caCertificate: '-----BEGIN CERTIFICATE-----\nx', token: 'first' };
const IDENTITY = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
const NO_BODY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function listening(listener: (request: IncomingMessage, response: ServerResponse) => unknown): Promise<string> {
  server = createServer((request, response) => void listener(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const sourceAt = (endpoint: string, now = () => 0) =>
  credentialFromS3({
    bucket: 'a-bucket',
    key: 'credentials/kubernetes.json',
    region: 'eu-west-1',
    identity: IDENTITY,
    endpoint,
    now,
  });

const refusal = (code: string) => `<?xml version="1.0"?><Error><Code>${code}</Code><Message>secret hush</Message></Error>`;

describe('a signature', () => {
  const now = Date.parse('2013-05-24T00:00:00Z');

  it('covers host, time and the empty body', async () => {
    const url = new URL('https://examplebucket.s3.amazonaws.com/test.txt');
    const headers = await signedHeaders(url, { region: 'us-east-1', identity: IDENTITY, now });
    expect(headers).toEqual({
      'x-amz-date': '20130524T000000Z',
      'x-amz-content-sha256': NO_BODY,
      authorization: expect.stringMatching(
        /^AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE\/20130524\/us-east-1\/s3\/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=[0-9a-f]{64}$/,
      ),
    });
  });

  it('names the session of a role, and depends on the secret', async () => {
    const sign = (identity: typeof IDENTITY & { sessionToken?: string }) =>
      signedHeaders(new URL('https://a.example/b'), { region: 'us-east-1', identity, now });
    expect(await sign({ ...IDENTITY, sessionToken: 'session' })).toMatchObject({ 'x-amz-security-token': 'session' });
    const [one, other] = await Promise.all([sign(IDENTITY), sign({ ...IDENTITY, secretAccessKey: 'another' })]);
    expect(one['authorization']).not.toBe(other['authorization']);
  });
});

describe('a credential in S3', () => {
  it('is asked for by its path, signed, and again after ten minutes, or after one when it has led nowhere', async () => {
    let now = 0;
    const asked: string[] = [];
    const endpoint = await listening(({ url, headers }, response) => {
      asked.push(`${url} ${headers.authorization?.slice(0, 16)}`);
      response.end(JSON.stringify({ ...GOOD, token: `token-${asked.length}` }));
    });
    const source = sourceAt(`${endpoint}/`, () => now);
    expect(await source()).toEqual({ ...GOOD, token: 'token-1' });
    now = 599_999;
    expect((await source()).token).toBe('token-1');
    now = 600_000;
    expect((await source()).token).toBe('token-2');
    now = 659_999;
    expect((await source({ isSuspect: true })).token).toBe('token-2');
    now = 660_000;
    expect((await source({ isSuspect: false })).token).toBe('token-2');
    expect((await source({ isSuspect: true })).token).toBe('token-3');
    expect(asked).toEqual(Array(3).fill('/a-bucket/credentials/kubernetes.json AWS4-HMAC-SHA256'));
  });

  it('is used on while S3 does not answer, and no longer when it refuses', async () => {
    let now = 0;
    let answer: [number, string] = [200, JSON.stringify(GOOD)];
    const source = sourceAt(await listening((_, response) => response.writeHead(answer[0]).end(answer[1])), () => now);
    await source();
    now = 600_000;
    answer = [503, refusal('SlowDown')];
    expect(await source()).toEqual(GOOD);
    now = 1_200_000;
    answer = [403, refusal('AccessDenied')];
    await expect(source()).rejects.toThrow(/403 \(AccessDenied\)/);
  });

  it('is asked for twice when the first answer is an error of S3', async () => {
    let asked = 0;
    const endpoint = await listening((_, response) => {
      asked += 1;
      response.writeHead(asked === 1 ? 500 : 200).end(JSON.stringify(GOOD));
    });
    expect(await sourceAt(endpoint)()).toEqual(GOOD);
  });

  it.each([
    ['no right', 403, refusal('AccessDenied'), 'unauthorized', /403 \(AccessDenied\).*gateway endpoint/],
    ['no object', 404, refusal('NoSuchKey'), 'unauthorized', /404 \(NoSuchKey\).*has it\?/],
    ['a redirect to another region', 301, refusal('PermanentRedirect'), 'unauthorized', /301 \(PermanentRedirect\)\.$/],
    ['an error of S3', 500, '', 'failed', /500 \(no reason given\)/],
    ['no credential', 200, '{}', 'unauthorized', /no usable credential/],
  ])('%s: says what is wrong, and where', async (_, status, body, kind, message) => {
    const endpoint = await listening((__, response) => response.writeHead(status).end(body));
    const error = await sourceAt(endpoint)().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(KubernetesError);
    expect(error).toMatchObject({ kind, message: expect.stringMatching(message) });
    expect((error as Error).message).toMatch(/^s3:\/\/a-bucket\/credentials\/kubernetes\.json /);
    expect((error as Error).message).not.toContain('hush');
  });

  it('nobody there: says so', async () => {
    const endpoint = await listening(() => undefined);
    await new Promise((closed) => server?.close(closed));
    await expect(sourceAt(endpoint)()).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });
});

it("a function's environment names the object, and the endpoint of S3 before that of all services", async () => {
  const seen: (string | undefined)[] = [];
  const endpoint = await listening(({ url, headers }, response) => {
    seen.push(url, headers['x-amz-security-token'] as string | undefined);
    response.end(JSON.stringify(GOOD));
  });
  const environment = {
    ...{ AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'A', AWS_SECRET_ACCESS_KEY: 'S', AWS_SESSION_TOKEN: 'T' },
    ...{ KUBERNETES_CREDENTIAL_BUCKET: 'a-bucket', KUBERNETES_CREDENTIAL_KEY: 'k.json', KUBERNETES_TIMEOUT_SECONDS: 5 },
    ...{ AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_ENDPOINT_URL_S3: endpoint },
  };
  expect(await credentialFromEnvironment(environment, { now: () => 0 })()).toEqual(GOOD);
  expect(seen).toEqual(['/a-bucket/k.json', 'T']);
});
