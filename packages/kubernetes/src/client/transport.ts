import { Agent as PlainAgent, request as plainRequest } from 'node:http';
import { Agent, request as secureRequest } from 'node:https';
import { KubernetesError } from '../port.ts';
import type { ApiAnswer, ApiRequest, Transport } from './api-call.ts';
import type { CredentialSource } from './credential.ts';
import { connectionError } from './errors.ts';

/** Of one page of a list; a pod is a few kilobytes. */
const MAX_ANSWER_BYTES = 32 * 2 ** 20;
const MAX_CONNECTIONS = 10;
const UNAUTHORIZED = 401;

type TransportOptions = { readonly credential: CredentialSource; readonly timeoutMilliseconds: number };

/** Node's own fetch takes no certificate authority, hence `node:https`. Connections are kept and used again. */
export function createTransport({ credential, timeoutMilliseconds }: TransportOptions): Transport {
  const plain = new PlainAgent({ keepAlive: true, maxSockets: MAX_CONNECTIONS });
  const secure = new Agent({ keepAlive: true, maxSockets: MAX_CONNECTIONS, minVersion: 'TLSv1.2' });
  let isSuspect = false;
  return async ({ method, path, body }) => {
    const { server, caCertificate, token } = await credential({ isSuspect });
    isSuspect = true;
    const url = new URL(path, server);
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const signal = AbortSignal.timeout(timeoutMilliseconds);
    const options = { method, headers: headersOf(method, token, payload), signal };
    return new Promise<ApiAnswer>((resolve, reject) => {
      const fail = (cause: unknown) => reject(connectionError(cause, { url, method, timeoutMilliseconds }));
      const sent =
        url.protocol === 'https:'
          ? secureRequest(url, { ...options, agent: secure, ca: caCertificate })
          : plainRequest(url, { ...options, agent: plain });
      sent.on('error', fail);
      sent.on('response', (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          chunks.push(chunk);
          if (size > MAX_ANSWER_BYTES) sent.destroy(new KubernetesError('failed', tooLong(url)));
        });
        response.on('error', fail);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          const retryAfterSeconds = wholeSeconds(response.headers['retry-after']);
          isSuspect = response.statusCode === UNAUTHORIZED;
          resolve({ status: response.statusCode ?? 0, retryAfterSeconds, body: jsonOrText(text) });
        });
      });
      sent.end(payload);
    });
  };
}

function headersOf(method: ApiRequest['method'], token: string, payload: string | undefined): Record<string, string> {
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json', 'user-agent': 'smartscale' };
  if (payload === undefined) return headers;
  const contentType = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  return { ...headers, 'content-type': contentType, 'content-length': String(Buffer.byteLength(payload)) };
}

function wholeSeconds(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,6}$/.test(header) ? Number(header) : null;
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function tooLong({ host, pathname }: URL): string {
  return `the answer of ${host} to ${pathname} is longer than ${MAX_ANSWER_BYTES} bytes`;
}
