import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Notice } from '../notice.ts';
import { noticeFor } from '../notice-for.ts';
import { completed } from '../testing/events.ts';
import { slackWebhook } from './slack-webhook.ts';

const SECRET = '/services/T000/B000/verysecret';
const notice = noticeFor(completed()) as Notice;
type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function slack(listener: Listener): Promise<string> {
  server = createServer((request, response) => void listener(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}${SECRET}`;
}

const send = (url: string, timeoutSeconds = 5) => slackWebhook({ url: async () => url, timeoutSeconds }).send(notice);

describe('the Slack webhook', () => {
  it('gets the sentence, escaped, and the blocks', async () => {
    let seen: unknown;
    const url = await slack(async (request, response) => {
      const body = (await request.setEncoding('utf8').toArray()).join('');
      seen = { path: request.url, type: request.headers['content-type'], ...JSON.parse(body) };
      response.end('ok');
    });
    expect(await send(url)).toEqual({ kind: 'sent' });
    const text = 'Added 2 Spot nodes in ap-south-1b (CPU: 78%) -&gt; Total: 5 nodes';
    expect(seen).toEqual({ path: SECRET, type: 'application/json', text, blocks: notice.blocks });
  });

  it.each([
    ['a limit', 429, { 'retry-after': '30' }, 'rate_limited', { kind: 'limited', retryAfterSeconds: 30 }],
    ['a limit without a time', 429, {}, '', { kind: 'limited', retryAfterSeconds: null }],
    [
      'a limit with a date',
      429,
      { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' },
      '',
      { kind: 'limited', retryAfterSeconds: null },
    ],
    [
      'invalid blocks',
      400,
      {},
      'invalid_blocks',
      { kind: 'refused', reason: 'Slack answered 400 (invalid_blocks)', about: 'message' },
    ],
    ['a webhook that is gone', 404, {}, 'no_service', { kind: 'refused', reason: 'Slack answered 404 (no_service)' }],
    ['a redirect', 302, { location: 'http://127.0.0.1:1/' }, '', { kind: 'refused', reason: 'Slack answered 302' }],
    ['an error', 500, {}, 'rollup_error', { kind: 'failed', reason: 'Slack answered 500 (rollup_error)' }],
    ['an outage', 503, {}, '', { kind: 'failed', reason: 'Slack answered 503' }],
  ])('%s', async (_, status, headers, body, answer) => {
    const url = await slack((request, response) => {
      request.resume();
      response.writeHead(status, headers).end(body);
    });
    expect(await send(url)).toEqual(answer);
  });

  it('is slow', async () => {
    const url = await slack(() => {});
    expect(await send(url, 0.1)).toEqual({ kind: 'failed', reason: 'Slack gave no answer: nothing within 0.1 s' });
  });

  it('is not there, and the reason does not tell the secret', async () => {
    const url = await slack(() => {});
    await new Promise((closed) => server?.close(closed));
    expect(await send(url)).toEqual({ kind: 'failed', reason: 'Slack gave no answer: ECONNREFUSED' });
    expect(JSON.stringify(await send(`not a URL ${SECRET}`))).not.toContain('verysecret');
  });

  it('cannot be found when its address cannot be read', async () => {
    const url = async () => {
      throw new Error('SSM parameter /x: ParameterNotFound');
    };
    const answer = await slackWebhook({ url, timeoutSeconds: 1 }).send(notice);
    expect(answer).toMatchObject({ kind: 'failed', reason: expect.stringContaining('ParameterNotFound') });
  });
});
