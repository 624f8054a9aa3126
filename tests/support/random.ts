/** 由种子决定的随机数（mulberry32）：同一个种子，每次、每台机器都是同一串。 */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** 一段随机的字节，长度从 0 到 `longest`。 */
export function randomBytes(random: () => number, longest: number): Buffer {
  return Buffer.from(Array.from({ length: Math.floor(random() * (longest + 1)) }, () => Math.floor(random() * 256)));
}
