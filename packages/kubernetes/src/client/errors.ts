import * as z from 'zod';
import { KubernetesError } from '../port.ts';
import type { ApiAnswer, ApiRequest } from './api-call.ts';

/** What OpenSSL and Node say of a certificate that the given authority does not vouch for. */
const UNTRUSTED: ReadonlySet<string> = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'INVALID_CA',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

type Attempt = { readonly url: URL; readonly method: string; readonly timeoutMilliseconds: number };

/** Why there was no answer. */
export function connectionError(cause: unknown, { url, method, timeoutMilliseconds }: Attempt): KubernetesError {
  if (cause instanceof KubernetesError) return cause;
  const { code = '', name, message } = cause as NodeJS.ErrnoException;
  const asked = `the K3s API at ${url.host} (${method} ${url.pathname})`;
  if (name === 'AbortError' || name === 'TimeoutError') {
    return new KubernetesError('timeout', `${asked} did not answer within ${timeoutMilliseconds} ms`, { cause });
  }
  if (UNTRUSTED.has(code)) {
    const explained = `${asked} showed a certificate that the given authority does not vouch for (${code}): ${message}`;
    return new KubernetesError('untrusted-certificate', explained, { cause });
  }
  return new KubernetesError('unreachable', `${asked} cannot be reached: ${message || code}`, { cause });
}

const KINDS: Readonly<Record<number, KubernetesError['kind']>> = {
  401: 'unauthorized',
  403: 'forbidden',
  408: 'timeout',
  429: 'throttled',
  504: 'timeout',
};

/** An answer that is not the one hoped for. */
export function answerError({ method, path }: ApiRequest, answer: ApiAnswer): KubernetesError {
  const { status } = answer;
  const seconds = retryAfterSeconds(answer);
  const wait = seconds === null ? '' : ` (ask again in ${seconds} s)`;
  const said = `the K3s API answered ${method} ${path.split('?')[0]} with ${status}${wait}: ${messageOf(answer)}`;
  return new KubernetesError(KINDS[status] ?? 'failed', said);
}

const statusSchema = z.lazy(() =>
  z.object({
    message: z.string().default(''),
    details: z
      .object({
        retryAfterSeconds: z.number().optional(),
        causes: z.array(z.object({ message: z.string().optional() })).optional(),
      })
      .optional(),
  }),
);

const MAX_MESSAGE_LENGTH = 300;

/** What a Status object says, its causes included; a beginning of whatever else came. */
export function messageOf({ body }: ApiAnswer): string {
  const status = statusSchema.safeParse(body);
  if (!status.success) return JSON.stringify(body).slice(0, MAX_MESSAGE_LENGTH);
  const causes = status.data.details?.causes?.flatMap(({ message }) => message ?? []) ?? [];
  return [status.data.message, ...causes]
    .filter((text) => text !== '')
    .join(' ')
    .slice(0, MAX_MESSAGE_LENGTH);
}

/** When to ask again: by the header, or by the Status object; null when neither says. */
export function retryAfterSeconds(answer: ApiAnswer): number | null {
  const status = statusSchema.safeParse(answer.body);
  // The API server writes 0 where it means nothing by it.
  return answer.retryAfterSeconds ?? ((status.success && status.data.details?.retryAfterSeconds) || null);
}
