import { createServer as createPlainServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { SelfSigned } from './self-signed.ts';

export type Received = {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
};

export type Answer =
  | { readonly status: number; readonly body: unknown; readonly headers?: Readonly<Record<string, string>> }
  /** Does something else with the connection. */
  | ((response: ServerResponse) => void);

export type ApiServer = {
  readonly url: string;
  readonly received: readonly Received[];
  /** Answers the next requests in this order; then 404. */
  answer(...answers: readonly Answer[]): void;
  stop(): Promise<void>;
};

/** A server on 127.0.0.1 that answers as it is told to. */
export async function startApiServer(tls?: SelfSigned): Promise<ApiServer> {
  const received: Received[] = [];
  const answers: Answer[] = [];
  const listener: RequestListener = (request, response) => {
    void read(request).then((whole) => {
      received.push(whole);
      respond(response);
    });
  };
  function respond(response: ServerResponse): void {
    const answer = answers.shift() ?? { status: 404, body: { message: 'nothing to answer' } };
    if (typeof answer === 'function') {
      answer(response);
      return;
    }
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  }
  const server = tls ? createSecureServer({ key: tls.key, cert: tls.certificate }, listener) : createPlainServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    received,
    answer: (...more) => void answers.push(...more),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function read(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  return {
    method: request.method ?? '',
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: request.headers,
    body: text === '' ? undefined : JSON.parse(text),
  };
}
