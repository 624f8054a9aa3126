/**
 * 有种子的随机数：同一个种子，处处得到同一串数。判题用的输入都从这里来，
 * 所以一次失败可以用 `--seed` 原样重演。算法是 mulberry32，状态只有 32 位，够出题用。
 */
export class Random {
  #state: number;

  /** @param seed 0 到 2³² − 1 的整数 */
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** 0（含）到 1（不含）之间的数。 */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** `from` 到 `to` 之间的整数，两端都含。 */
  integer(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  /** 一个 3 到 8 个小写字母的词。 */
  word(): string {
    return Array.from({ length: this.integer(3, 8) }, () => String.fromCharCode(this.integer(97, 122))).join('');
  }

  /** 几个互不相同的词。 */
  words(count: number): string[] {
    const words = new Set<string>();
    while (words.size < count) words.add(this.word());
    return [...words];
  }
}
