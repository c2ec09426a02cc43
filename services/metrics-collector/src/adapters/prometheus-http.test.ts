import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { PrometheusError } from '../ports.ts';
import { MAX_BODY_BYTES, type PrometheusHttpOptions, prometheusHttp } from './prometheus-http.ts';

type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function listening(listener: Listener): Promise<string> {
  server = createServer((request, response) => void listener(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const answering = (status: number, body: string, headers: Record<string, string> = {}) =>
  listening((_, response) => response.writeHead(status, headers).end(body));

const settings = { url: 'the key address', authorization: 'the key credentials' };

const ask = (url: string, options: Partial<PrometheusHttpOptions> = {}) =>
  prometheusHttp({ url, settings, timeoutSeconds: 5, ...options }).query('up == 1', { at: 1_700_000_000.5 });

async function problemOf(asked: Promise<unknown>): Promise<PrometheusError> {
  const error = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof PrometheusError) return error;
  throw new Error('expected a PrometheusError', { cause: error });
}

const success = (data: unknown) => JSON.stringify({ status: 'success', data });
const vector = (...values: string[]) =>
  success({ resultType: 'vector', result: values.map((value) => ({ metric: { job: 'a' }, value: [1_700_000_000, value] })) });

describe('what it asks', () => {
  it('posts the expression and its moment, with the credentials, below the path of the URL', async () => {
    const seen: string[] = [];
    const url = await listening(async (request, response) => {
      const body = await request.setEncoding('utf8').toArray();
      seen.push(`${request.method} ${request.url} ${request.headers.authorization} ${body.join('')}`);
      response.end(vector());
    });
    await ask(`${url}/prom/`, { authorization: async () => 'Bearer abc' });
    expect(seen).toEqual(['POST /prom/api/v1/query Bearer abc query=up+%3D%3D+1&time=1700000000.5']);
  });
});

describe('what it reads', () => {
  it.each<[string, string, unknown]>([
    [
      'a vector',
      vector('78.5', '1e+10'),
      [
        { labels: { job: 'a' }, value: 78.5 },
        { labels: { job: 'a' }, value: 1e10 },
      ],
    ],
    ['an empty vector', vector(), []],
    ['a scalar', success({ resultType: 'scalar', result: [1, '3'] }), [{ labels: {}, value: 3 }]],
    ['NaN and infinities', vector('NaN', '+Inf', '-Inf'), [{ value: Number.NaN }, { value: Infinity }, { value: -Infinity }]],
    ['an answer with warnings', vector('1').replace('{', '{"warnings":["slow"],'), [{ value: 1 }]],
  ])('%s', async (_, body, expected) => {
    expect(await ask(await answering(200, body))).toMatchObject(expected as object);
  });
});

describe('what it refuses', () => {
  const error = (type: string, text: string) => JSON.stringify({ status: 'error', errorType: type, error: text });

  it.each<[string, number, string, { reason: string; passing: boolean; says: string }]>([
    ['200 with an error', 200, error('execution', 'too many'), { reason: 'bad-answer', passing: false, says: 'too many' }],
    ['HTML', 200, '<html>log in</html>', { reason: 'bad-answer', passing: false, says: 'no Prometheus' }],
    ['nothing at all', 200, '', { reason: 'bad-answer', passing: false, says: 'no Prometheus' }],
    [
      'a matrix',
      200,
      success({ resultType: 'matrix', result: [] }),
      { reason: 'bad-answer', passing: false, says: 'resultType' },
    ],
    ['a value that is empty', 200, vector(''), { reason: 'bad-answer', passing: false, says: 'value' }],
    ['401', 401, 'Unauthorized', { reason: 'unauthorized', passing: false, says: '401' }],
    ['403', 403, '', { reason: 'unauthorized', passing: false, says: '403' }],
    ['422', 422, error('execution', 'many-to-many'), { reason: 'http-error', passing: false, says: 'many-to-many' }],
    ['400', 400, error('bad_data', 'parse error'), { reason: 'http-error', passing: false, says: 'parse error' }],
    ['429', 429, '', { reason: 'http-error', passing: true, says: '429' }],
    ['500', 500, '<html>oops</html>', { reason: 'http-error', passing: true, says: '500' }],
    ['503', 503, error('timeout', 'query timed out'), { reason: 'http-error', passing: true, says: 'query timed out' }],
  ])('%s', async (_, status, body, { says, ...expected }) => {
    const problem = await problemOf(ask(await answering(status, body)));
    expect(problem).toMatchObject({ ...expected, message: expect.stringContaining(says) });
  });

  it.each<[string, number, string, string]>([
    ['the credentials, when they are refused', 401, '', 'Check the key credentials.'],
    ['the address, when it is a redirect', 302, '', 'Set the key address to where it leads.'],
    ['the address, when something else answers', 200, '<html>', 'Check the key address.'],
  ])('naming the setting of %s, as whoever reads the settings calls it', async (_, status, body, says) => {
    const { message } = await problemOf(ask(await answering(status, body)));
    expect(message).toContain(says);
    expect(message).not.toContain('PROMETHEUS_');
  });

  it('a redirect, which would carry the credentials along', async () => {
    const problem = await problemOf(ask(await answering(302, '', { location: 'http://127.0.0.1:1/' })));
    expect(problem).toMatchObject({ reason: 'http-error', passing: false, message: expect.stringContaining('redirects') });
  });

  it('a body that is too large, without reading it to its end', async () => {
    let sent = 0;
    const url = await listening((_, response) => {
      const chunk = Buffer.alloc(1024 * 1024, ' ');
      const more = () => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length;
        sent += chunk.length;
      };
      response.on('drain', more);
      more();
    });
    expect(await problemOf(ask(url))).toMatchObject({ reason: 'bad-answer', message: expect.stringContaining('more than') });
    expect(sent).toBeLessThan(8 * MAX_BODY_BYTES);
  });

  it.each<[string, Listener]>([
    ['nothing', () => {}],
    ['half an answer', (_, response) => void response.write('{"status":')],
  ])('a server that sends %s and then is silent', async (_, listener) => {
    const problem = await problemOf(ask(await listening(listener), { timeoutSeconds: 0.15 }));
    expect(problem).toMatchObject({ reason: 'timeout', passing: true, message: expect.stringContaining('0.15 s') });
  });

  it('a server that is not there', async () => {
    const url = await answering(200, '');
    await new Promise((closed) => server?.close(closed));
    const problem = await problemOf(ask(url));
    expect(problem).toMatchObject({ reason: 'unreachable', passing: true, message: expect.stringContaining('ECONNREFUSED') });
  });

  it('a connection that breaks', async () => {
    const url = await listening((request) => request.socket.destroy());
    expect(await problemOf(ask(url))).toMatchObject({ reason: 'unreachable', passing: true });
  });

  it('to ask when the credentials cannot be read', async () => {
    const url = await answering(200, vector('1'));
    const authorization = async () => {
      throw new Error('ENOENT: /etc/token');
    };
    expect(await problemOf(ask(url, { authorization }))).toMatchObject({ reason: 'unauthorized', passing: false });
  });
});
