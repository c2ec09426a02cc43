import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { KubernetesError } from '../port.ts';

const credentialSchema = z.lazy(() =>
  z.object({
    server: z.url({ protocol: /^https?$/, error: 'expected https://host:port' }),
    caCertificate: z.string().includes('-----BEGIN CERTIFICATE-----', { error: 'expected a certificate in PEM' }),
    token: z.string().min(1).regex(/^\S+$/, 'expected a token without white space'),
  }),
);

/** Where the K3s API is, how it is recognised, and who asks. */
export type Credential = {
  /** `https://host:port` */
  readonly server: string;
  /** PEM of the authority that signed the API server's certificate; no other one is trusted. */
  readonly caCertificate: string;
  /** Bearer token of a ServiceAccount. */
  readonly token: string;
};

/**
 * Asked before every request, so that a renewed token is used soon. May cache, but for less long when `isSuspect`: the last request
 * with it had no answer, or was not let in. Throws KubernetesError `unauthorized`.
 */
export type CredentialSource = (asked?: { readonly isSuspect: boolean }) => Promise<Credential>;

/** How long a file that was read is believed. */
const FILE_LIFE_MILLISECONDS = 30_000;

/** Reads `{ "server", "caCertificate", "token" }` from a JSON file, again every 30 seconds: whoever renews it replaces the file. */
export function credentialFromFile(path: string, options: { readonly now: () => number }): CredentialSource {
  let read: { readonly credential: Credential; readonly at: number } | undefined;
  return async () => {
    const now = options.now();
    if (read === undefined || now - read.at >= FILE_LIFE_MILLISECONDS) {
      read = { credential: parseCredential(await readOrExplain(path), path), at: now };
    }
    return read.credential;
  };
}

/** The text of a credential file, checked. `origin` is named in the error, the token never. */
export function parseCredential(text: string, origin: string): Credential {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new KubernetesError('unauthorized', `${origin} is no JSON: expected { "server", "caCertificate", "token" }`);
  }
  const parsed = credentialSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'it'}: ${message}`);
  throw new KubernetesError('unauthorized', `${origin} is no usable credential: ${problems.join('; ')}`);
}

async function readOrExplain(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const { message } = cause as Error;
    throw new KubernetesError('unauthorized', `the credential of the K3s API cannot be read: ${message}`, { cause });
  }
}
