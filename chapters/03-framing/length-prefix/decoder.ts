// 长度前缀协议的编码和解码：先写内容有多少字节，再写内容。
//
// 长度占四个字节，是无符号的 32 位整数，先写高位（大端）。
// 内容里什么字节都可以有，换行也行；长度可以是 0，那是空的一帧。
// 讲解：  docs/03-framing/index.md，「长度前缀协议」一节。

/** 一帧的内容最多多少字节，不算前面的四个字节。 */
export const maxBytes = 8192;

const headerBytes = 4;

/** 一帧太长：对方报的长度超过上限。 */
export class TooLong extends Error {
  override name = 'TooLong';
}

// #region encode
/**
 * 编码一帧。
 *
 * @param content 内容；文字按 UTF-8 变成字节，不超过 4294967295 字节
 * @returns 四个字节的长度，加上内容
 */
export function encodeFrame(content: string | Uint8Array): Buffer {
  const bytes = Buffer.from(content as Uint8Array);
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32BE(bytes.length);
  return Buffer.concat([header, bytes]);
}
// #endregion encode

// #region decode
/** 解码：一块一块地放进去，一帧一帧地取出来。占用的内存不超过上限。 */
export class FrameDecoder {
  readonly #maxBytes: number;
  #held = Buffer.alloc(0);
  #heldBytes = 0;
  #failed: TooLong | undefined;

  /** @param maxBytes 一帧的内容最多多少字节 */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** 还没有到齐的那半帧，连同长度，有多少字节。读到 FIN 时它应当是 0。 */
  get pendingBytes(): number {
    return this.#heldBytes;
  }

  /**
   * 放进一块。
   *
   * @param emit 这一块补齐了几帧，就叫它几次；参数是一帧的内容，不含长度
   * @throws TooLong 报的长度太大；前面的几帧已经交出去。这个解码器就此作废
   */
  push(chunk: Buffer, emit: (content: Buffer) => void): void {
    if (this.#failed) throw this.#failed;
    let start = this.#heldBytes > 0 ? this.#finish(chunk, emit) : 0;
    while (chunk.length - start >= headerBytes) {
      const end = start + this.#sizeAt(chunk, start);
      if (end > chunk.length) return this.#hold(chunk, start, end);
      emit(chunk.subarray(start + headerBytes, end));
      start = end;
    }
    this.#hold(chunk, start, start + headerBytes);
  }

  /** 先补齐上一块留下的半帧；返回这一块用掉了多少字节。 */
  #finish(chunk: Buffer, emit: (content: Buffer) => void): number {
    let end = 0;
    if (this.#heldBytes < headerBytes) {
      end = headerBytes - this.#heldBytes;
      this.#hold(chunk, 0, end);
      if (this.#heldBytes < headerBytes) return chunk.length;
    }
    const size = this.#sizeAt(this.#held, 0);
    const start = end;
    end = start + size - this.#heldBytes;
    this.#hold(chunk, start, end);
    if (this.#heldBytes < size) return chunk.length;
    const content = this.#held.subarray(headerBytes, size);
    this.#release();
    emit(content);
    return end;
  }

  /** 从 `start` 开始的一帧有多长，连同长度自己的四个字节。 */
  #sizeAt(bytes: Buffer, start: number): number {
    const length = bytes.readUInt32BE(start);
    if (length > this.#maxBytes) this.#fail(length);
    return headerBytes + length;
  }

  /**
   * 抄下来，从 `start` 到 `end`；这一块里没有那么多，就有多少抄多少。
   * 地方照报的长度一次占好：那个数已经和上限比过，不会更大。
   */
  #hold(chunk: Buffer, start: number, end: number): void {
    const size = this.#heldBytes + end - start;
    if (size > this.#held.length && start < chunk.length) {
      const bigger = Buffer.allocUnsafe(size);
      this.#held.copy(bigger, 0, 0, this.#heldBytes);
      this.#held = bigger;
    }
    this.#heldBytes += chunk.copy(this.#held, this.#heldBytes, start, end);
  }

  #release(): void {
    this.#held = Buffer.alloc(0);
    this.#heldBytes = 0;
  }

  #fail(length: number): never {
    this.#release();
    const limit = `最多 ${this.#maxBytes} 字节`;
    this.#failed = new TooLong(`报的长度是 ${length} 字节，${limit}。`);
    throw this.#failed;
  }
}
// #endregion decode
