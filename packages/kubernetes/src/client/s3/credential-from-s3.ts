import { KubernetesError } from '../../port.ts';
import { type Credential, type CredentialSource, parseCredential } from '../credential.ts';
import { type AwsIdentity, signedHeaders } from './sign.ts';

/** How long an object that was read is believed. The server renews it every hour, and its token lives a day. */
const OBJECT_LIFE_MILLISECONDS = 600_000;
/** And how long when it leads nowhere: a server that was rebuilt has another authority. */
const SUSPECT_LIFE_MILLISECONDS = 60_000;
const TIMEOUT_MILLISECONDS = 3_000;
const MAX_ATTEMPTS = 2;

export type S3ObjectOptions = {
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
  readonly identity: AwsIdentity;
  /** S3 somewhere else than in AWS, such as an emulator: `http://127.0.0.1:4566`. */
  readonly endpoint?: string | undefined;
  readonly now: () => number;
};

/**
 * Reads `{ "server", "caCertificate", "token" }` from an object in S3, again after ten minutes, or after one when it has led
 * nowhere: whoever renews it overwrites the object. S3 is asked at its regional address, which a gateway endpoint in the VPC leads to. While S3 does not answer, what was read last is
 * used on: its token lives a day.
 */
export function credentialFromS3(options: S3ObjectOptions): CredentialSource {
  let read: { readonly credential: Credential; readonly at: number } | undefined;
  return async ({ isSuspect } = { isSuspect: false }) => {
    const now = options.now();
    const life = isSuspect ? SUSPECT_LIFE_MILLISECONDS : OBJECT_LIFE_MILLISECONDS;
    if (read === undefined || now - read.at >= life) {
      const credential = await readObject(options).catch((error: unknown) => {
        if (read === undefined || !isPassing(error)) throw error;
        return read.credential;
      });
      read = { credential, at: now };
    }
    return read.credential;
  };
}

async function readObject(options: S3ObjectOptions): Promise<Credential> {
  const origin = `s3://${options.bucket}/${options.key}`;
  const url = addressOf(options);
  const response = await get(url, options, origin);
  const text = await response.text();
  if (response.ok) return parseCredential(text, origin);
  const code = /<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? 'no reason given';
  const said = `S3 answered ${response.status} (${code})`;
  if (response.status >= 500) throw new KubernetesError('failed', `${origin} cannot be read: ${said}`);
  throw new KubernetesError('unauthorized', `${origin} cannot be read: ${said}. ${ADVICE[response.status] ?? ''}`.trim());
}

const ADVICE: Readonly<Record<number, string>> = {
  403: 'The function needs s3:GetObject on it, the tag of its stage, and the way through the gateway endpoint.',
  404: 'The K3s server writes it when it starts: has it?',
};

/** By path where the endpoint is one's own, by host in AWS, as each wants it. */
function addressOf({ bucket, key, region, endpoint }: S3ObjectOptions): URL {
  const path = key.split('/').map(encodeURIComponent).join('/');
  if (endpoint !== undefined) return new URL(`${endpoint.replace(/\/+$/, '')}/${bucket}/${path}`);
  return new URL(`https://${bucket}.s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}/${path}`);
}

async function get(url: URL, { region, identity, now }: S3ObjectOptions, origin: string): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const headers = await signedHeaders(url, { region, identity, now: now() });
      const response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS), redirect: 'manual' });
      if (response.status < 500 || attempt === MAX_ATTEMPTS) return response;
      await response.body?.cancel();
    } catch (cause) {
      if (attempt === MAX_ATTEMPTS) throw unreachable(origin, cause);
    }
  }
}

function unreachable(origin: string, cause: unknown): KubernetesError {
  const { name, cause: deeper } = cause as Error & { cause?: { code?: string } };
  const isLate = name === 'TimeoutError';
  const why = isLate ? `nothing within ${TIMEOUT_MILLISECONDS / 1_000} s` : (deeper?.code ?? name);
  return new KubernetesError(isLate ? 'timeout' : 'unreachable', `${origin} cannot be read: ${why}`, { cause });
}

function isPassing(error: unknown): boolean {
  return error instanceof KubernetesError && error.kind !== 'unauthorized';
}
