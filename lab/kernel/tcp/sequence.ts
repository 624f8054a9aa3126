/**
 * 序号的算术：模 2³²（RFC 9293 § 3.4）。比较先后看差的符号，绕过零点也对。
 */

export function add(sequence: number, amount: number): number {
  return (sequence + amount) >>> 0;
}

/** `a − b`，作为 −2³¹ 到 2³¹−1 的整数。 */
export function difference(a: number, b: number): number {
  return (a - b) | 0;
}

export function isBefore(a: number, b: number): boolean {
  return difference(a, b) < 0;
}

export function isAfter(a: number, b: number): boolean {
  return difference(a, b) > 0;
}
