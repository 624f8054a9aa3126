/** 第 03 章的测试共用的：两种协议，各是怎样编码、解码的，内容到哪里为止。 */
import * as frames from '../../chapters/03-framing/length-prefix/decoder.ts';
import * as lines from '../../chapters/03-framing/lines/decoder.ts';

export interface Protocol {
  name: string;
  folder: string;
  /** Python 的那一份里，它叫什么。 */
  python: string;
  maxBytes: number;
  encode(content: string | Uint8Array): Buffer;
  decoder(maxBytes: number): Decoder;
  TooLong: typeof lines.TooLong | typeof frames.TooLong;
  /** 一份太长的内容，开头的字节：见到它们，就该知道太长了。 */
  tooLong(maxBytes: number): Buffer;
}

export interface Decoder {
  readonly pendingBytes: number;
  push(chunk: Buffer, emit: (content: Buffer) => void): void;
}

export const protocols: readonly Protocol[] = [
  {
    name: '行协议',
    folder: 'chapters/03-framing/lines',
    python: 'lines',
    maxBytes: lines.maxBytes,
    encode: lines.encodeLine,
    decoder: (maxBytes) => new lines.LineDecoder(maxBytes),
    TooLong: lines.TooLong,
    tooLong: (maxBytes) => Buffer.alloc(maxBytes + 1, 'a'),
  },
  {
    name: '长度前缀协议',
    folder: 'chapters/03-framing/length-prefix',
    python: 'length',
    maxBytes: frames.maxBytes,
    encode: frames.encodeFrame,
    decoder: (maxBytes) => new frames.FrameDecoder(maxBytes),
    TooLong: frames.TooLong,
    tooLong(maxBytes) {
      const header = Buffer.alloc(4);
      header.writeUInt32BE(maxBytes + 1);
      return header;
    },
  },
];

/** 一块一块地放进去，取出来的都抄一份：交出来的可能只是块里的一段。 */
export function decodeAll(decoder: Decoder, chunks: readonly Buffer[]): Buffer[] {
  const contents: Buffer[] = [];
  for (const chunk of chunks) decoder.push(chunk, (content) => contents.push(Buffer.from(content)));
  return contents;
}

/** 在这几处切开；每一块都是自己的一份内存，像从内核读来的一样。 */
export function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...places, bytes.length];
  return ends.map((end, index) => Buffer.from(bytes.subarray(ends[index - 1] ?? 0, end)));
}
