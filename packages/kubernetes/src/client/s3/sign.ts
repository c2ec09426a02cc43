import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';

/** Who asks; as Lambda gives it to a function in its environment. */
export type AwsIdentity = { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };

export type SigningOptions = { readonly region: string; readonly identity: AwsIdentity; readonly now: number };

/**
 * The headers with which S3 knows who sends a GET of this address. The SDK's own signature, which every bundle has in it; its client
 * of S3 would be another 90 KB.
 */
export async function signedHeaders(url: URL, { region, identity, now }: SigningOptions): Promise<Record<string, string>> {
  const signer = new SignatureV4({
    ...{ service: 's3', region, credentials: identity, sha256: NodeSha256 },
    // S3 signs the path as it is sent.
    uriEscapePath: false,
  });
  const { protocol, hostname, host, pathname: path } = url;
  const request = { method: 'GET', protocol, hostname, path, headers: { host } };
  const { headers } = await signer.sign(request, { signingDate: new Date(now) });
  // Fetch writes the header Host itself, from the same address.
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'host'));
}

/** SHA-256, keyed when there is a secret, in the form that the signer wants. */
class NodeSha256 {
  private readonly hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.hash.update(bytesOf(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.hash.digest();
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data, 'utf8');
  return ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data);
}
