import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { selfSigned } from '../../../../packages/kubernetes/src/client/testing/self-signed.ts';

export type Answer = { readonly status: number; readonly body: unknown };

export type TlsServer = {
  /** `https://127.0.0.1:<port>` */
  readonly url: string;
  /** PEM of who vouches for it. */
  readonly authority: string;
  stop(): Promise<void>;
};

/** A server of JSON on 127.0.0.1 with a certificate of its own. `answer` may reject to end the connection without a word. */
export async function startTlsServer(answer: (request: IncomingMessage, body: string) => Promise<Answer>): Promise<TlsServer> {
  const { key, certificate } = selfSigned({ address: '127.0.0.1', notAfter: new Date(Date.now() + 86_400_000) });
  const server = createServer({ key, cert: certificate }, (request, response) => {
    void textOf(request)
      .then((body) => answer(request, body))
      .then(
        ({ status, body }) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
        () => response.destroy(),
      );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    authority: certificate,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
