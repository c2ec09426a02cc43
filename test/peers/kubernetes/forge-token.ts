import { createPrivateKey, sign } from 'node:crypto';

type Claims = Readonly<Record<string, unknown>>;

/** A ServiceAccount's token with other claims, signed again (ES256) by the given key. */
export function forgeToken(token: string, options: { readonly key: string; readonly claims: Claims }): string {
  const [header = '', payload = ''] = token.split('.');
  const claims = { ...(JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims), ...options.claims };
  const signed = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
  // JSON Web Signatures take the bare numbers, not their ASN.1 frame (RFC 7518, 3.4).
  const key = { key: createPrivateKey(options.key), dsaEncoding: 'ieee-p1363' } as const;
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
}
