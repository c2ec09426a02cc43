import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { textOf } from './tls-server.ts';

/** What happens to a call instead of being passed on and answered. */
export type Intervention = {
  /** Instead of asking: the XML of an answer, or nothing to let it pass. */
  before?(action: string): string | undefined | Promise<string | undefined>;
  /** When EC2 has done what was asked for, and before the caller knows. */
  after?(action: string): void;
};

export type Ec2Between = { readonly endpoint: string; stop(): Promise<void> };

/** Stands between a process and EC2 on 127.0.0.1, passes everything on, and can strike at any moment of a call. */
export async function startEc2Between(ec2Endpoint: string, intervention: Intervention): Promise<Ec2Between> {
  const server = createServer(async (request, response) => {
    const body = await textOf(request);
    const action = new URLSearchParams(body).get('Action') ?? '';
    const own = await intervention.before?.(action);
    if (own !== undefined) {
      response.writeHead(200, { 'content-type': 'text/xml;charset=UTF-8' }).end(own);
      return;
    }
    const { host: _, 'content-length': __, connection: ___, ...headers } = request.headers;
    const answer = await fetch(ec2Endpoint, { method: 'POST', headers: headers as Record<string, string>, body });
    const text = await answer.text();
    intervention.after?.(action);
    response.writeHead(answer.status, { 'content-type': 'text/xml;charset=UTF-8' }).end(text);
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
