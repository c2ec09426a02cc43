import { prometheusHttp } from '@smartscale/metrics-collector/adapters';
import { beforeEach, expect, it } from 'vitest';
import { type Answer, startTlsServer, type TlsServer } from '../../../../test/e2e/run/world/tls-server.ts';
import { fetchWithAuthority } from './fetch-with-authority.ts';

const ONE = { status: 200, body: { status: 'success', data: { resultType: 'scalar', result: [0, '1'] } } };

let answer: (path: string, body: string, authorization: string) => Promise<Answer>;
let server: TlsServer;

beforeEach(async () => {
  answer = async () => ONE;
  server = await startTlsServer((request, body) => answer(request.url ?? '', body, request.headers.authorization ?? ''));
  return () => server.stop();
});

function prometheus(authority: string, timeoutSeconds = 5) {
  const authorization = async () => 'Bearer t';
  const settings = { url: 'prometheus.url', authorization: 'prometheus.authorizationFile' };
  return prometheusHttp({ url: server.url, settings, timeoutSeconds, authorization, fetch: fetchWithAuthority(authority) });
}

it('asks whom the authority vouches for, with all that was to be sent', async () => {
  const asked: string[][] = [];
  answer = async (...parts) => {
    asked.push(parts);
    return ONE;
  };
  expect(await prometheus(server.authority).query('up', { at: 7 })).toEqual([{ labels: {}, value: 1 }]);
  expect(asked).toEqual([['/api/v1/query', 'query=up&time=7', 'Bearer t']]);
});

it('trusts nobody else: neither another authority nor, with one given, the public ones', async () => {
  let isAsked = false;
  answer = async () => {
    isAsked = true;
    return ONE;
  };
  const other = await startTlsServer(async () => ONE);
  try {
    await expect(prometheus(other.authority).query('up', { at: 7 })).rejects.toMatchObject({ reason: 'unreachable' });
    expect(isAsked).toBe(false);
  } finally {
    await other.stop();
  }
});

it('gives up in time, and says so', async () => {
  answer = () => new Promise(() => {});
  const problem = { name: 'PrometheusError', reason: 'timeout' };
  await expect(prometheus(server.authority, 0.2).query('up', { at: 7 })).rejects.toMatchObject(problem);
});

it('follows no redirect', async () => {
  answer = async () => ({ status: 302, body: {} });
  await expect(prometheus(server.authority).query('up', { at: 7 })).rejects.toThrow('redirects (302)');
});

it('tells a connection that ends from an answer', async () => {
  answer = () => Promise.reject(new Error('no'));
  await expect(prometheus(server.authority).query('up', { at: 7 })).rejects.toMatchObject({ reason: 'unreachable' });
});
