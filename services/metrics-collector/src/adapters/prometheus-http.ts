import { PrometheusError, type PrometheusPort } from '../ports.ts';
import { errorText, readAnswer } from './prometheus-answer.ts';

/** The names of settings: an environment variable, a key of a file. */
export type PrometheusSettings = { readonly url: string; readonly authorization: string };

/** The largest body that is read. Our answers are a few kilobytes; only a foreign query could answer this much. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;

export type PrometheusHttpOptions = {
  /** Where Prometheus is, with its path prefix when it has one: `https://prometheus.internal:9090/prom`. */
  readonly url: string;
  /** How long one query may take, from connecting to the last byte. */
  readonly timeoutSeconds: number;
  /** Gives the value of the Authorization header (`Bearer ...`, `Basic ...`); asked for each query, so that it may change. */
  readonly authorization?: () => Promise<string>;
  /** Where people set these two, in the words of the shell that read them: errors name the setting to look at. */
  readonly settings: PrometheusSettings;
  /** How requests are sent: the platform's own `fetch`, or one that trusts another certificate authority. */
  readonly fetch?: typeof fetch;
};

/** Prometheus' HTTP API. Certificates are verified, redirects are not followed (a credential would travel along). */
export function prometheusHttp(options: PrometheusHttpOptions): PrometheusPort {
  const endpoint = `${options.url.replace(/\/+$/, '')}/api/v1/query`;
  return {
    async query(expression, { at }) {
      const signal = AbortSignal.timeout(options.timeoutSeconds * 1_000);
      try {
        const response = await post(endpoint, new URLSearchParams({ query: expression, time: String(at) }), {
          ...options,
          signal,
        });
        const body = await readBounded(response);
        if (!response.ok) throw refusal(response.status, body, options.settings);
        return readAnswer(body, options.settings);
      } catch (error) {
        throw error instanceof PrometheusError ? error : noAnswer(error, options);
      }
    },
  };
}

async function post(
  url: string,
  body: URLSearchParams,
  {
    authorization,
    signal,
    fetch: send = fetch,
  }: Pick<PrometheusHttpOptions, 'authorization' | 'fetch'> & { readonly signal: AbortSignal },
): Promise<Response> {
  const headers = new Headers({ accept: 'application/json' });
  if (authorization) headers.set('authorization', await credential(authorization));
  return send(url, { method: 'POST', body, headers, signal, redirect: 'manual' });
}

async function credential(authorization: () => Promise<string>): Promise<string> {
  try {
    return await authorization();
  } catch (cause) {
    const message = `the credentials for Prometheus cannot be read: ${(cause as Error).message}`;
    throw new PrometheusError({ reason: 'unauthorized', passing: false }, message, { cause });
  }
}

async function readBounded(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  // Leaving the loop by a throw cancels the stream, and with it the connection.
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES) {
      throw new PrometheusError(
        { reason: 'bad-answer', passing: false },
        `Prometheus answered more than ${MAX_BODY_BYTES} bytes`,
      );
    }
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function refusal(status: number, body: string, settings: PrometheusSettings): PrometheusError {
  const words = errorText(body);
  const said = words === undefined ? '' : `: ${words}`;
  if (status === 401 || status === 403) {
    const message = `Prometheus refused the credentials (${status})${said}. Check ${settings.authorization}.`;
    return new PrometheusError({ reason: 'unauthorized', passing: false }, message);
  }
  if (status >= 300 && status < 400) {
    const message = `Prometheus redirects (${status}), which is not followed. Set ${settings.url} to where it leads.`;
    return new PrometheusError({ reason: 'http-error', passing: false }, message);
  }
  const passing = status >= 500 || status === 429 || status === 408;
  return new PrometheusError({ reason: 'http-error', passing }, `Prometheus answered ${status}${said}`);
}

function noAnswer(error: unknown, { url, timeoutSeconds }: { readonly url: string; readonly timeoutSeconds: number }): Error {
  const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  if (name === 'TimeoutError') {
    const problem = `Prometheus at ${url} gave no whole answer within ${timeoutSeconds} s`;
    return new PrometheusError({ reason: 'timeout', passing: true }, problem, { cause: error });
  }
  const why = cause?.code ?? cause?.message ?? message;
  return new PrometheusError({ reason: 'unreachable', passing: true }, `Prometheus at ${url} cannot be reached: ${why}`, {
    cause: error,
  });
}
