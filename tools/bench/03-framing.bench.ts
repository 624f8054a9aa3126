/**
 * 成帧的快慢：我们的两个解码器，与 npm 上做同一件事的几个包，同一次运行里轮流跑。
 *
 * 数据按 64 KiB 一块一块地给，1 MB 与 100 MB，一帧 32 字节与 40000 字节；大的一帧总断在两块里。
 * 每一家都要交出全部的帧，帧数和字节数不对就不算数。我们的不能比最快的慢。
 * 占用的内存以上限为限，由 tests/chapters/03-framing-server.test.ts 证明。
 */
import { once } from 'node:events';
import type { Transform } from 'node:stream';
import { decode as decodeWithIt } from 'it-length-prefixed';
import { decode as decodeWithStream } from 'length-prefixed-stream';
import split2 from 'split2';
import { encodeFrame, FrameDecoder } from '../../chapters/03-framing/length-prefix/decoder.ts';
import { encodeLine } from '../../chapters/03-framing/lines/decoder.ts';
import { TextLineDecoder } from '../../chapters/03-framing/lines/text.ts';
import { takeTurns, type Measured } from './measure.ts';

const chunkBytes = 64 * 1024;
const maxBytes = 131_072;
const rounds = 9;
/** 一遍太短，看不出快慢：小的一份从头解码这么多遍，算一次。 */
const repeats = { 1: 50, 100: 1 } as const;

/** 解码一遍；返回一共几帧、内容一共多少字节（行协议是多少个字符，都是 ASCII）。 */
type Decode = (chunks: readonly Buffer[]) => Promise<[frames: number, bytes: number]>;

interface Contest {
  title: string;
  encode(content: Buffer): Buffer;
  /** 第一个是我们的。 */
  runners: [label: string, encode: ((content: Buffer) => Buffer) | undefined, decode: Decode][];
}

/** 一帧的内容：可以打印的 ASCII，没有换行。 */
function contentOf(bytes: number): Buffer {
  return Buffer.from(Array.from({ length: bytes }, (_, index) => 0x20 + (index % 0x5f)));
}

/** 同一帧写满 `megabytes`，切成一块一块；每一块都有自己的内存，像从内核读来的一样。 */
function chunksOf(frame: Buffer, megabytes: number): { chunks: Buffer[]; frames: number } {
  const frames = Math.floor((megabytes * 1_000_000) / frame.length);
  const whole = Buffer.alloc(frames * frame.length, frame);
  const chunks: Buffer[] = [];
  for (let start = 0; start < whole.length; start += chunkBytes) chunks.push(Buffer.from(whole.subarray(start, start + chunkBytes)));
  return { chunks, frames };
}

async function throughStream(stream: Transform, chunks: readonly Buffer[]): Promise<[number, number]> {
  let [frames, bytes] = [0, 0];
  stream.on('data', (content: string | Buffer) => {
    frames += 1;
    bytes += content.length;
  });
  for (const chunk of chunks) if (!stream.write(chunk)) await once(stream, 'drain');
  stream.end();
  await once(stream, 'end');
  return [frames, bytes];
}

const uint32 = Object.assign((bytes: { byteLength: number; getUint32(offset: number): number }): number => {
  if (bytes.byteLength < 4) throw new RangeError('还不到四个字节');
  return bytes.getUint32(0);
}, { bytes: 4 });

/** 长度写成变长整数：有一个包只认得它。 */
function encodeVarint(content: Buffer): Buffer {
  const header: number[] = [];
  let left = content.length;
  for (; left >= 0x80; left = Math.floor(left / 0x80)) header.push((left % 0x80) + 0x80);
  return Buffer.concat([Buffer.from([...header, left]), content]);
}

const contests: readonly Contest[] = [
  {
    title: '行协议，每一行解码成文字',
    encode: encodeLine,
    runners: [
      ['TextLineDecoder', undefined, async (chunks) => {
        let [frames, bytes] = [0, 0];
        const decoder = new TextLineDecoder(maxBytes);
        for (const chunk of chunks) {
          decoder.push(chunk, (line) => {
            frames += 1;
            bytes += line.length;
          });
        }
        return [frames, bytes];
      }],
      ['split2', undefined, async (chunks) => throughStream(split2('\n'), chunks)],
    ],
  },
  {
    title: '长度前缀协议',
    encode: encodeFrame,
    runners: [
      ['FrameDecoder', undefined, async (chunks) => {
        let [frames, bytes] = [0, 0];
        const decoder = new FrameDecoder(maxBytes);
        for (const chunk of chunks) {
          decoder.push(chunk, (content) => {
            frames += 1;
            bytes += content.length;
          });
        }
        return [frames, bytes];
      }],
      ['length-prefixed-stream（变长整数）', encodeVarint, async (chunks) => throughStream(decodeWithStream({ limit: maxBytes }), chunks)],
      ['it-length-prefixed', undefined, async (chunks) => {
        let [frames, bytes] = [0, 0];
        for (const content of decodeWithIt(chunks, { lengthDecoder: uint32 as never, maxDataLength: maxBytes })) {
          frames += 1;
          bytes += content.subarray().length;
        }
        return [frames, bytes];
      }],
    ],
  },
];

async function run(contest: Contest, megabytes: 1 | 100, contentBytes: number): Promise<Measured> {
  const content = contentOf(contentBytes);
  const tasks = contest.runners.map(([label, encode, decode]) => {
    const { chunks, frames } = chunksOf((encode ?? contest.encode)(content), megabytes);
    return async (): Promise<number> => {
      const begin = performance.now();
      for (let count = 0; count < repeats[megabytes]; count += 1) {
        const found = await decode(chunks);
        if (found[0] !== frames || found[1] !== frames * contentBytes) throw new Error(`${label} 应当交出 ${frames} 帧，交出的是 ${found[0]} 帧、${found[1]} 字节。`);
      }
      return performance.now() - begin;
    };
  });
  const times = await takeTurns(rounds, tasks);
  const again = repeats[megabytes] > 1 ? `，${repeats[megabytes]} 遍` : '';
  return {
    title: `${contest.title}：${megabytes} MB，一帧 ${contentBytes} 字节${again}（各 ${rounds} 次的中位数）`,
    rows: contest.runners.map(([label], index) => [label, times[index]!]),
    budget: { fastest: true },
  };
}

export default async function measure(): Promise<Measured[]> {
  const results: Measured[] = [];
  for (const contest of contests) {
    for (const megabytes of [1, 100] as const) {
      for (const contentBytes of [32, 40_000]) results.push(await run(contest, megabytes, contentBytes));
    }
  }
  return results;
}
