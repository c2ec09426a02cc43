import { Agent, request } from 'node:https';
import { Readable } from 'node:stream';

/**
 * A `fetch` that trusts one certificate authority (PEM) and no other, for what is sent with a text as body. Node's own takes no
 * authority, and to give one to the whole process would let it vouch for AWS and Slack as well. Redirects are not followed.
 */
export function fetchWithAuthority(authority: string): typeof fetch {
  const agent = new Agent({ keepAlive: true, ca: authority, minVersion: 'TLSv1.2' });
  return async (input, init) => {
    const asked = new Request(input, init);
    const body = await asked.text();
    const headers = Object.fromEntries(asked.headers);
    return new Promise<Response>((resolve, reject) => {
      const sent = request(asked.url, { method: asked.method, headers, agent, signal: asked.signal }, (answer) => {
        const stream = Readable.toWeb(answer) as ReadableStream<Uint8Array>;
        const { statusCode = 0 } = answer;
        const hasBody = ![204, 205, 304].includes(statusCode);
        resolve(new Response(hasBody ? stream : null, { status: statusCode, headers: headersOf(answer.headers) }));
      });
      sent.on('error', (error) => reject(asked.signal.aborted ? (asked.signal.reason as Error) : asFetchTells(error)));
      sent.end(body);
    });
  };
}

function headersOf(headers: NodeJS.Dict<string | string[]>): Headers {
  const known = Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return new Headers(known);
}

/** `fetch` hides the reason in the cause. */
function asFetchTells(cause: Error): TypeError {
  return new TypeError('fetch failed', { cause });
}
