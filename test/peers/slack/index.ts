import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answer, createWorkspace, type Posted } from './workspace.ts';

/** What happens to the next requests in place of an answer. */
export type Trouble =
  | { readonly kind: 'limited'; readonly retryAfterSeconds: number | null }
  | { readonly kind: 'status'; readonly status: number; readonly body?: string }
  | { readonly kind: 'error'; readonly error: string }
  | { readonly kind: 'reset' }
  | { readonly kind: 'silent' }
  /** It is taken, and the connection breaks before the answer. */
  | { readonly kind: 'reset-after' };

export type Slack = {
  readonly apiUrl: string;
  readonly token: string;
  readonly channel: string;
  /** Posts to the same channel. */
  readonly webhookUrl: string;
  /** As people see them. */
  readonly messages: readonly Posted[];
  /** Methods that were called, `webhook` among them, troubled ones too. */
  readonly asked: readonly string[];
  /** The next `times` requests get into trouble; for ever without it. Takes the place of the trouble before. */
  trouble(trouble: Trouble | null, times?: number): void;
  /** At most so many messages within a second, as Slack has it for a channel; further ones get 429. */
  limitPerSecond(count: number): void;
  remove(ts: string): void;
  stop(): Promise<void>;
};

const CHANNEL = 'C0123456789';
const WEBHOOK_PATH = '/services/T0123456789/B0123456789/webhook-secret';

/** A Slack on 127.0.0.1: its Web API as far as messages go, one incoming webhook, and its limits. It checks blocks as Slack does. */
export async function startSlack(): Promise<Slack> {
  const token = 'xoxb-1-2-bot-secret';
  const asked: string[] = [];
  const workspace = createWorkspace({ [CHANNEL]: 'open', C0ARCHIVED: 'archived', C0ELSEWHERE: 'not-joined' });
  const taken: number[] = [];
  let trouble: { readonly what: Trouble; left: number } | null = null;
  let perSecond = Number.POSITIVE_INFINITY;

  const nextTrouble = (): Trouble | null => {
    if (!trouble || trouble.left === 0) return null;
    trouble.left -= 1;
    return trouble.what;
  };
  const overLimit = (): Trouble | null => {
    const now = Date.now();
    if (taken.filter((at) => now - at < 1_000).length >= perSecond) return { kind: 'limited', retryAfterSeconds: 1 };
    taken.push(now);
    return null;
  };
  const server = createServer((request, response) => void bodyOf(request).then((body) => take(request, response, body)));

  function take(request: IncomingMessage, response: ServerResponse, body: string): void {
    const path = request.url ?? '';
    const isWebhook = path.startsWith('/services/');
    const method = isWebhook ? 'webhook' : path.replace('/api/', '');
    asked.push(method);
    const what = nextTrouble() ?? overLimit();
    if (what && what.kind !== 'reset-after') {
      getIntoTrouble(what, response, isWebhook);
      return;
    }
    const answer = isWebhook ? postWebhook(request, body) : callApi(request, method, body);
    if (what) response.socket?.destroy();
    else answerWith(response, answer, isWebhook);
  }

  function postWebhook({ url }: IncomingMessage, body: string): Answer {
    if (url !== WEBHOOK_PATH) return { ok: false, error: 'no_service' };
    const content = jsonOf(body);
    return content
      ? workspace.post({ text: content['text'], blocks: content['blocks'] ?? [], channel: CHANNEL })
      : { ok: false, error: 'invalid_payload' };
  }

  function callApi({ headers }: IncomingMessage, method: string, body: string): Answer {
    if (headers.authorization === undefined) return { ok: false, error: 'not_authed' };
    if (headers.authorization !== `Bearer ${token}`) return { ok: false, error: 'invalid_auth' };
    const content = jsonOf(body);
    if (!content) return { ok: false, error: 'invalid_json' };
    if (method === 'chat.postMessage') return workspace.post(content);
    if (method === 'chat.update') return workspace.update(content);
    return { ok: false, error: 'unknown_method' };
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...{ token, asked, channel: CHANNEL, apiUrl: `${origin}/api`, webhookUrl: `${origin}${WEBHOOK_PATH}` },
    ...{ messages: workspace.messages, remove: workspace.remove },
    trouble(what, times = Number.POSITIVE_INFINITY) {
      trouble = what && { what, left: times };
    },
    limitPerSecond(count) {
      perSecond = count;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function getIntoTrouble(what: Trouble, response: ServerResponse, isWebhook: boolean): void {
  switch (what.kind) {
    case 'limited': {
      const after = what.retryAfterSeconds === null ? {} : { 'retry-after': String(what.retryAfterSeconds) };
      response.writeHead(429, after).end(isWebhook ? 'rate_limited' : JSON.stringify({ ok: false, error: 'ratelimited' }));
      return;
    }
    case 'status':
      response.writeHead(what.status).end(what.body ?? '');
      return;
    case 'error':
      answerWith(response, { ok: false, error: what.error }, isWebhook);
      return;
    case 'reset':
    case 'reset-after':
      response.socket?.destroy();
      return;
    case 'silent':
      return;
  }
}

/** The status of a webhook's refusal; https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors */
const STATUS: Readonly<Record<string, number>> = {
  no_service: 404,
  channel_not_found: 404,
  channel_is_archived: 410,
  action_prohibited: 403,
};

/** The Web API answers 200, whatever it thinks; a webhook answers with a status and a word. */
function answerWith(response: ServerResponse, answer: Answer, isWebhook: boolean): void {
  if (!isWebhook) {
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(answer));
    return;
  }
  const word = answer.ok ? 'ok' : String(answer['error']);
  response.writeHead(answer.ok ? 200 : (STATUS[word] ?? 400)).end(word);
}

function jsonOf(body: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  return (await request.setEncoding('utf8').toArray()).join('');
}
