/**
 * 一串块，当作一条连续的字节来用：发送缓冲区和进程这一头的接收缓冲区都是它。
 */
export class ByteQueue {
  #chunks: Uint8Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#length += chunk.length;
  }

  /** 取出最前面的字节，最多 `limit` 个；都在一块里就不抄。 */
  take(limit: number): Uint8Array {
    const parts: Uint8Array[] = [];
    let left = Math.min(limit, this.#length);
    this.#length -= left;
    while (left > 0) {
      const chunk = this.#chunks[0]!;
      const part = chunk.subarray(0, left);
      if (part.length === chunk.length) this.#chunks.shift();
      else this.#chunks[0] = chunk.subarray(part.length);
      parts.push(part);
      left -= part.length;
    }
    return parts.length === 1 ? parts[0]! : concatenate(parts);
  }
}

/** 抄成新的一块：原来的内存以后改了，不影响它。 */
export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
