import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { textOf } from './tls-server.ts';

/** What happens to a call instead of being passed on and answered. */
export type Intervention = {
  /** Instead of asking: the XML of an answer, or nothing to let it pass. */
  before?(action: string): string | undefined | Promise<string | undefined>;
  /** When EC2 has done what was asked for, and before the caller knows. */
  after?(action: string): void;
};

type Passed = { readonly status: number; readonly xml: string };

export type Ec2Between = { readonly endpoint: string; stop(): Promise<void> };

/** Stands between a process and EC2 on 127.0.0.1, passes everything on, and can strike at any moment of a call. */
export async function startEc2Between(ec2Endpoint: string, intervention: Intervention): Promise<Ec2Between> {
  async function pass(request: IncomingMessage): Promise<Passed> {
    const body = await textOf(request);
    const action = new URLSearchParams(body).get('Action') ?? '';
    const own = await intervention.before?.(action);
    if (own !== undefined) return { status: 200, xml: own };
    const { host: _, 'content-length': __, connection: ___, ...headers } = request.headers;
    const answer = await fetch(ec2Endpoint, { method: 'POST', headers: headers as Record<string, string>, body });
    const xml = await answer.text();
    intervention.after?.(action);
    return { status: answer.status, xml };
  }

  const server = createServer((request, response) => {
    void pass(request).then(
      ({ status, xml }) => response.writeHead(status, { 'content-type': 'text/xml;charset=UTF-8' }).end(xml),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
