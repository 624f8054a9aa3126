/**
 * 有种子的随机数。
 *
 * 只用整数运算：`Math.log`、`Math.sin` 在不同的引擎里最后一位可能不同，
 * 一个种子就不再是同一份记录。算法是 mulberry32（公有领域，Tommy Ettinger）。
 */
export class Random {
  #state: number;

  /**
   * @param seed 种子，整数
   * @param purpose 用途。每个用途有自己的一串数：多掷一次骰子决定丢包，
   *   不会连带改变下一个连接的初始序号。
   */
  constructor(seed: number, purpose: string) {
    this.#state = (seed ^ mixText(HASH_START, purpose)) >>> 0;
  }

  /** 0 到 2³² − 1 的整数。 */
  uint32(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** 0 到 `limit` − 1 的整数。 */
  below(limit: number): number {
    // 乘法在 IEEE 754 里只有一种结果；limit 远小于 2³²，偏差可以不计
    return Math.floor((this.uint32() * limit) / 2 ** 32);
  }

  /** 以概率 `probability`（0 到 1）得到 true。 */
  chance(probability: number): boolean {
    if (probability <= 0) return false;
    return this.uint32() < probability * 2 ** 32;
  }
}

/** FNV-1a 的起点。 */
export const HASH_START = 0x811c9dc5;

/** FNV-1a：在已有的指纹 `value` 后面，再揉进一个数。 */
export function mix(value: number, next: number): number {
  return Math.imul(value ^ next, 0x01000193);
}

/** FNV-1a：再揉进一段文字。 */
export function mixText(value: number, text: string): number {
  let mixed = value;
  for (let index = 0; index < text.length; index += 1) mixed = mix(mixed, text.charCodeAt(index));
  return mixed;
}
