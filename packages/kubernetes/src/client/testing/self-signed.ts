import { generateKeyPairSync, sign } from 'node:crypto';

/** A server's key and certificate, in PEM. The certificate vouches for itself: given as authority, it is trusted. */
export type SelfSigned = { readonly key: string; readonly certificate: string };

const OID = {
  commonName: [0x55, 0x04, 0x03],
  basicConstraints: [0x55, 0x1d, 0x13],
  subjectAltName: [0x55, 0x1d, 0x11],
  ecdsaWithSha256: [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02],
} as const;

/** Makes a certificate for an IPv4 address in X.509 (RFC 5280), so that no test needs a tool or a key in the repository. */
export function selfSigned(options: { readonly address: string; readonly notAfter: Date }): SelfSigned {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(tlv(0x31, sequence(objectId(OID.commonName), tlv(0x0c, Buffer.from('test')))));
  const algorithm = sequence(objectId(OID.ecdsaWithSha256));
  const toBeSigned = sequence(
    tlv(0xa0, integer(2)),
    integer(1),
    algorithm,
    name,
    sequence(time(new Date(0)), time(options.notAfter)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, sequence(isAuthority(), addressedAs(options.address))),
  );
  const signature = sign('sha256', toBeSigned, privateKey);
  const der = sequence(toBeSigned, algorithm, tlv(0x03, Buffer.from([0]), signature));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
  };
}

function isAuthority(): Buffer {
  const yes = tlv(0x01, Buffer.from([0xff]));
  return sequence(objectId(OID.basicConstraints), yes, tlv(0x04, sequence(yes)));
}

function addressedAs(address: string): Buffer {
  const bytes = Buffer.from(address.split('.').map(Number));
  return sequence(objectId(OID.subjectAltName), tlv(0x04, sequence(tlv(0x87, bytes))));
}

function tlv(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content.length)]), content]);
}

function lengthOf(length: number): readonly number[] {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}

function sequence(...contents: readonly Buffer[]): Buffer {
  return tlv(0x30, ...contents);
}

function objectId(bytes: readonly number[]): Buffer {
  return tlv(0x06, Buffer.from(bytes));
}

function integer(small: number): Buffer {
  return tlv(0x02, Buffer.from([small]));
}

/** GeneralizedTime: `YYYYMMDDHHMMSSZ`. */
function time(date: Date): Buffer {
  return tlv(0x18, Buffer.from(`${date.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`));
}
