// 行协议的编码和解码：一行的内容后面跟一个换行（字节 0x0a）。
//
// 两样东西是一对：内容编码以后，不论在哪里切开，解码出来都是原来的内容。
// 只看字节，不看字符：在 UTF-8 里 0x0a 只会是换行，不会是汉字的一部分，
// 所以先切出整行，再解码成文字，汉字不会断在中间。
// 讲解：  docs/03-framing/index.md，「行协议」一节。

/** 一行的内容最多多少字节，不算末尾的换行。 */
export const maxBytes = 8192;

const lineFeed = 0x0a;

/** 一行太长：已经超过上限，换行还没有来。 */
export class TooLong extends Error {
  override name = 'TooLong';
}

// #region encode
/**
 * 编码一行。
 *
 * @param content 一行的内容；文字按 UTF-8 变成字节
 * @returns 内容的字节，加上一个换行
 * @throws RangeError 内容里有换行：它会被读成两行
 */
export function encodeLine(content: string | Uint8Array): Buffer {
  const bytes = Buffer.from(content as Uint8Array);
  if (bytes.includes(lineFeed)) throw new RangeError('一行里不能有换行。');
  return Buffer.concat([bytes, Uint8Array.of(lineFeed)]);
}
// #endregion encode

// #region decode
/** 解码：一块一块地放进去，一行一行地取出来。占用的内存不超过上限。 */
export class LineDecoder {
  readonly #maxBytes: number;
  #held = Buffer.alloc(0);
  #heldBytes = 0;
  #failed = false;

  /** @param maxBytes 一行的内容最多多少字节 */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** 换行还没有来的那半行，有多少字节。读到 FIN 时它应当是 0。 */
  get pendingBytes(): number {
    return this.#heldBytes;
  }

  /**
   * 放进一块。
   *
   * @param emit 这一块补齐了几行，就叫它几次；参数是一行的内容，不含换行
   * @throws TooLong 有一行太长；它前面的几行都已经交出去。这个解码器就此作废
   */
  push(chunk: Buffer, emit: (line: Buffer) => void): void {
    if (this.#failed) this.#fail();
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(lineFeed, start);
      const stop = end < 0 ? chunk.length : end;
      if (this.#heldBytes + stop - start > this.#maxBytes) this.#fail();
      if (end < 0) break;
      emit(this.#complete(chunk, start, end));
      start = end + 1;
    }
    this.#hold(chunk, start, chunk.length);
  }

  /** 一整行。没有断开过的，就是这一块里的一段，不必抄一遍。 */
  #complete(chunk: Buffer, start: number, end: number): Buffer {
    if (this.#heldBytes === 0) return chunk.subarray(start, end);
    this.#hold(chunk, start, end);
    const line = this.#held.subarray(0, this.#heldBytes);
    this.#release();
    return line;
  }

  /** 把半行抄下来：不抄，就要一直留着它所在的那一整块。 */
  #hold(chunk: Buffer, start: number, end: number): void {
    const total = this.#heldBytes + end - start;
    if (total > this.#held.length) {
      // 加倍地长，不是每次只长一点：一次来一个字节的人，也不会让它抄个没完。
      const roomy = Math.min(this.#maxBytes, 2 * this.#held.length);
      const bigger = Buffer.allocUnsafe(Math.max(total, roomy));
      this.#held.copy(bigger, 0, 0, this.#heldBytes);
      this.#held = bigger;
    }
    chunk.copy(this.#held, this.#heldBytes, start, end);
    this.#heldBytes = total;
  }

  #release(): void {
    this.#held = Buffer.alloc(0);
    this.#heldBytes = 0;
  }

  #fail(): never {
    this.#failed = true;
    this.#release();
    throw new TooLong(`一行超过了 ${this.#maxBytes} 字节，还没有换行。`);
  }
}
// #endregion decode
