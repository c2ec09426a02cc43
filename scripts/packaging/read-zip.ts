import { inflateRawSync } from 'node:zlib';

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const DEFLATED = 8;

/** A file inside a zip. */
export type ZipEntry = { readonly name: string; readonly content: Buffer };

/**
 * The files of a zip archive, as Lambda would unpack them: stored or deflated, without encryption, below 4 GB.
 * Format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export function readZip(archive: Buffer): readonly ZipEntry[] {
  const end = archive.lastIndexOf(signatureBytes(END_SIGNATURE));
  if (end < 0) throw new Error('this is no zip archive');
  const count = archive.readUInt16LE(end + 10);
  let at = archive.readUInt32LE(end + 16);
  return Array.from({ length: count }, () => {
    if (archive.readUInt32LE(at) !== ENTRY_SIGNATURE) throw new Error('the directory of this zip archive is damaged');
    const nameLength = archive.readUInt16LE(at + 28);
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    const content = contentOf(archive, at);
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
    return { name, content };
  });
}

function contentOf(archive: Buffer, entryAt: number): Buffer {
  const method = archive.readUInt16LE(entryAt + 10);
  const packedLength = archive.readUInt32LE(entryAt + 20);
  const headerAt = archive.readUInt32LE(entryAt + 42);
  const from = headerAt + 30 + archive.readUInt16LE(headerAt + 26) + archive.readUInt16LE(headerAt + 28);
  const packed = archive.subarray(from, from + packedLength);
  return method === DEFLATED ? inflateRawSync(packed) : packed;
}

function signatureBytes(signature: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(signature);
  return bytes;
}
