/** 64 bits of two multiplicative hashes over the bits of some numbers: the same numbers, and hardly ever others, have the same one. */
export function fingerprint(values: Float64Array): string {
  const words = new Uint32Array(values.slice().buffer);
  let one = 0x9e3779b1;
  let other = 0x85ebca6b;
  for (const word of words) {
    one = Math.imul(one ^ word, 0x01000193);
    one ^= one >>> 15;
    other = Math.imul(other ^ word, 0xc2b2ae35);
    other ^= other >>> 13;
  }
  return `${(one >>> 0).toString(36)}${(other >>> 0).toString(36)}`;
}
