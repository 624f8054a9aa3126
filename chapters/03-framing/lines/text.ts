// 行协议的另一种解码：交出来的是文字，不是字节。客户端用它，应答就是要打印的。
//
// 一块一次解码成文字，再切成行，比一行一行地解码快好几倍。
// 断在两块里的汉字由 StringDecoder 留着。取出的行、发现「太长」的地方，
// 与 LineDecoder 一样，测试在每一处切开比过。
// 讲解：  docs/03-framing/index.md，「行协议：客户端」一节。

import { StringDecoder } from 'node:string_decoder';
import { TooLong } from './decoder.ts';

const lineFeed = 0x0a;
/** 文字里的一个单位，来自最多三个字节。 */
const maxBytesPerUnit = 3;

/** 解码：一块一块地放进去，一行一行地取出文字。占用的内存以上限的几倍为限。 */
export class TextLineDecoder {
  readonly #maxBytes: number;
  #utf8 = new StringDecoder('utf8');
  #rest = '';
  #restBytes = 0;
  #failed = false;

  /** @param maxBytes 一行的内容最多多少字节 */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** 换行还没有来的那半行，有多少字节。读到 FIN 时它应当是 0。 */
  get pendingBytes(): number {
    return this.#restBytes;
  }

  /**
   * 放进一块。
   *
   * @param emit 这一块补齐了几行，就叫它几次；不是 UTF-8 的字节成了 U+FFFD
   * @throws TooLong 有一行太长；前面的几行已经交出去。这个解码器就此作废
   */
  push(chunk: Buffer, emit: (line: string) => void): void {
    if (this.#failed) this.#fail();
    const lines = (this.#rest + this.#utf8.write(chunk)).split('\n');
    // 文字长到有可能太长，才去数字节；平常的短行不必数。
    const mayBeLong = lines.some((line) => this.#mayBeLong(line.length));
    const within = mayBeLong ? this.#countWithin(chunk) : lines.length;
    this.#rest = lines.pop() ?? '';
    const last = chunk.lastIndexOf(lineFeed);
    if (last < 0) this.#restBytes += chunk.length;
    else this.#restBytes = chunk.length - last - 1;
    for (const line of within < lines.length ? lines.slice(0, within) : lines) {
      emit(line);
    }
    if (within <= lines.length) this.#fail();
  }

  /** 半个字还在 StringDecoder 里，最多三个字节，算作多一个单位。 */
  #mayBeLong(units: number): boolean {
    return (units + 1) * maxBytesPerUnit > this.#maxBytes;
  }

  /** 前面有几行不太长；一行太长的也没有，就比这一块里的行数多一。 */
  #countWithin(chunk: Buffer): number {
    let start = -this.#restBytes;
    for (let count = 0; ; count += 1) {
      const end = chunk.indexOf(lineFeed, Math.max(start, 0));
      const stop = end < 0 ? chunk.length : end;
      if (stop - start > this.#maxBytes) return count;
      if (end < 0) return count + 1;
      start = end + 1;
    }
  }

  #fail(): never {
    this.#failed = true;
    this.#utf8 = new StringDecoder('utf8');
    this.#rest = '';
    this.#restBytes = 0;
    throw new TooLong(`一行超过了 ${this.#maxBytes} 字节，还没有换行。`);
  }
}
