/** Numbers in [0, 1) that a seed determines, the same on every machine. Enough for chance in a simulation. */
export function createSeededRandom(seed: string | number): () => number {
  return sfc32(fourWords(`${seed}`));
}

/** sfc32 ("small fast counter") of Chris Doty-Humphrey's PractRand: 128 bits of state, a period of 2^32 at the least. */
function sfc32(words: readonly [number, number, number, number]): () => number {
  let [a, b, c, counter] = words;
  const next = () => {
    const mixed = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + mixed) | 0;
    return (mixed >>> 0) / 4_294_967_296;
  };
  for (let round = 0; round < 12; round += 1) next();
  return next;
}

/** Four 32-bit words of a text, each by FNV-1a from another beginning and with the finish of MurmurHash3. */
function fourWords(text: string): readonly [number, number, number, number] {
  return [wordOf(text, 0x811c9dc5), wordOf(text, 0x9e3779b9), wordOf(text, 0x85ebca6b), wordOf(text, 0xc2b2ae35)];
}

function wordOf(text: string, beginning: number): number {
  let word = beginning;
  for (let index = 0; index < text.length; index += 1) word = Math.imul(word ^ text.charCodeAt(index), 0x01000193);
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return (word ^ (word >>> 16)) | 0;
}
