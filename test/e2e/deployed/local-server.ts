import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as textOf } from 'node:stream/consumers';

export type LocalServer = {
  /** `127.0.0.1:port` */
  readonly address: string;
  stop(): Promise<void>;
};

/** A server on a free port of 127.0.0.1 that answers every request with 200 and what `answer` gives for the request's body. */
export async function startLocalServer(answer: (body: string) => Promise<string> | string): Promise<LocalServer> {
  const server = createServer((request, response) => {
    textOf(request)
      .then(answer)
      .then(
        (text) => response.end(text),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
