const BLOCK_BYTES = 512;

export type TarEntry = { readonly path: string; readonly text: string; readonly executable: boolean };

/** A tar archive (ustar) of a few small files, the same bytes for the same files: no times, no users. A path may have 100 bytes. */
export function tar(entries: readonly TarEntry[]): Buffer {
  return Buffer.concat([...entries.flatMap(blocksOf), Buffer.alloc(2 * BLOCK_BYTES)]);
}

function blocksOf({ path, text, executable }: TarEntry): Buffer[] {
  if (Buffer.byteLength(path) > 100) throw new Error(`${path} is too long for a tar archive`);
  const content = Buffer.from(text);
  const padding = Buffer.alloc((BLOCK_BYTES - (content.length % BLOCK_BYTES)) % BLOCK_BYTES);
  return [headerOf(path, { mode: executable ? 0o755 : 0o644, size: content.length }), content, padding];
}

/** https://www.gnu.org/software/tar/manual/html_node/Standard.html; the checksum counts itself as eight spaces. */
function headerOf(path: string, { mode, size }: { readonly mode: number; readonly size: number }): Buffer {
  const header = Buffer.alloc(BLOCK_BYTES);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0');
  header.write(path, 0);
  header.write(`${octal(mode, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0${octal(size, 11)}\0${octal(0, 11)}\0        0`, 100);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 6)}\0 `, 148);
  return header;
}
