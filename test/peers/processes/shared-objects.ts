import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Method = (...given: unknown[]) => unknown;

/** What an answer of a shared object looks like on the wire. */
export type Answer = { readonly value?: unknown; readonly error?: Readonly<Record<string, unknown>> };

/**
 * Lets other processes call the methods of these objects, one call after the other as they come: one fake EC2 for all of them. Listens
 * on a free port of 127.0.0.1.
 */
export async function shareObjects(
  objects: Readonly<Record<string, object>>,
): Promise<{ readonly endpoint: string; stop(): Promise<void> }> {
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, object = '', method = ''] = (request.url ?? '').split('/');
    const answered = await call(methodOf(objects[object], method), await bodyOf(request));
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answered));
  }
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function methodOf(object: object | undefined, name: string): Method | undefined {
  const member: unknown = object && Reflect.get(object, name);
  return typeof member === 'function' ? (...given) => Reflect.apply(member, object, given) as unknown : undefined;
}

async function call(method: Method | undefined, given: string): Promise<Answer> {
  if (!method) return { error: { message: 'there is no such method' } };
  try {
    return { value: await method(...(JSON.parse(given) as unknown[])) };
  } catch (error) {
    const { message, name, kind, code } = error as Error & { readonly kind?: string; readonly code?: string };
    return { error: { message, name, kind, code } };
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
