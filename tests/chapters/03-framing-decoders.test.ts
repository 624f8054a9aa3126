import { describe, expect, test } from 'vitest';
import { maxGrowth, upperCase } from '../../chapters/03-framing/upper-case.ts';
import { encodeFrame } from '../../chapters/03-framing/length-prefix/decoder.ts';
import { encodeLine, LineDecoder, TooLong } from '../../chapters/03-framing/lines/decoder.ts';
import { TextLineDecoder } from '../../chapters/03-framing/lines/text.ts';
import { Random } from '../../kit/random.ts';
import { cut, decodeAll, protocols, type Decoder, type Protocol } from './03-framing-support.ts';

/** 几份内容，和它们的上限；每一份都在每一处切开试过。 */
const fixtures: readonly { name: string; maxBytes: number; contents: (string | Buffer)[] }[] = [
  { name: '一份', maxBytes: 100, contents: ['hello'] },
  { name: '三份', maxBytes: 100, contents: ['hello', 'network', 'world'] },
  { name: '空的，夹在中间和两头', maxBytes: 100, contents: ['', 'a', '', '', 'b', ''] },
  { name: '只有空的', maxBytes: 0, contents: ['', '', ''] },
  { name: '一到四个字节的字符', maxBytes: 100, contents: ['aé中😀', '中', '😀é'] },
  { name: '回车是内容', maxBytes: 100, contents: ['a\r', '\r', 'b\rc'] },
  { name: '不是 UTF-8 的字节', maxBytes: 100, contents: [Buffer.from([0xff, 0xe4, 0xb8, 0x00]), Buffer.from([0x80])] },
  { name: '恰好到上限', maxBytes: 7, contents: ['1234567', '', '7654321'] },
  { name: '长得要好几次加倍', maxBytes: 600, contents: ['x'.repeat(300), 'y', 'z'.repeat(299)] },
];

const bytesOf = (contents: readonly (string | Buffer)[]): Buffer[] => contents.map((content) => Buffer.from(content as string));

describe.each(protocols)('$name：怎样切开都一样', (protocol) => {
  test.for(fixtures)('$name：在每一处切一刀', ({ maxBytes, contents }) => {
    const whole = Buffer.concat(contents.map(protocol.encode));
    for (let place = 0; place <= whole.length; place += 1) {
      const decoder = protocol.decoder(maxBytes);
      expect(decodeAll(decoder, cut(whole, [place])), `切在第 ${place} 个字节之后`).toEqual(bytesOf(contents));
      expect(decoder.pendingBytes).toBe(0);
    }
  });

  test.for(fixtures.filter(({ contents }) => contents.join('').length < 100))('$name：在每两处各切一刀', ({ maxBytes, contents }) => {
    const whole = Buffer.concat(contents.map(protocol.encode));
    for (let first = 0; first <= whole.length; first += 1) {
      for (let second = first; second <= whole.length; second += 1) {
        expect(decodeAll(protocol.decoder(maxBytes), cut(whole, [first, second])), `切在 ${first} 和 ${second}`).toEqual(bytesOf(contents));
      }
    }
  });

  test.for(fixtures)('$name：一个字节一个字节地来', ({ maxBytes, contents }) => {
    const whole = Buffer.concat(contents.map(protocol.encode));
    const decoder = protocol.decoder(maxBytes);
    expect(decodeAll(decoder, cut(whole, [...whole.keys()].slice(1)))).toEqual(bytesOf(contents));
  });

  test.for([1, 2, 3, 4, 5])('随机的内容，随机地切，种子 %i', (seed) => {
    const random = new Random(seed);
    for (let round = 0; round < 40; round += 1) {
      const contents = Array.from({ length: random.integer(0, 20) }, () => randomContent(random, protocol));
      const whole = Buffer.concat(contents.map(protocol.encode));
      const places = Array.from({ length: random.integer(0, 30) }, () => random.integer(0, whole.length)).sort((a, b) => a - b);
      const decoder = protocol.decoder(64);
      expect(decodeAll(decoder, cut(whole, places))).toEqual(contents);
      expect(decoder.pendingBytes).toBe(0);
    }
  });
});

/** 长短不一、什么字节都有的内容；行协议的内容里没有换行。 */
function randomContent(random: Random, { name }: Protocol): Buffer {
  const bytes = Array.from({ length: random.integer(0, 64) }, () => random.integer(0, 255));
  return Buffer.from(name === '行协议' ? bytes.filter((byte) => byte !== 0x0a) : bytes);
}

describe.each(protocols)('$name：上限', (protocol) => {
  const maxBytes = 7;

  /** 放进去，直到说太长；返回在那以前取出来的。 */
  const until = (decoder: Decoder, chunks: readonly Buffer[]): { contents: Buffer[]; failed: boolean } => {
    const contents: Buffer[] = [];
    try {
      for (const chunk of chunks) decoder.push(chunk, (content) => contents.push(Buffer.from(content)));
    } catch (error) {
      expect(error).toBeInstanceOf(protocol.TooLong);
      return { contents, failed: true };
    }
    return { contents, failed: false };
  };

  test('多一个字节就是太长，前面的几份照样交出来，不论怎样切', () => {
    const whole = Buffer.concat([protocol.encode('ok'), protocol.encode(''), protocol.tooLong(maxBytes), Buffer.from('a\nb')]);
    for (let first = 0; first <= whole.length; first += 1) {
      for (let second = first; second <= whole.length; second += 1) {
        expect(until(protocol.decoder(maxBytes), cut(whole, [first, second])), `切在 ${first} 和 ${second}`).toEqual({ contents: bytesOf(['ok', '']), failed: true });
      }
    }
  });

  test('太长在最早看得出来的那个字节就说，不等它来完', () => {
    const early = protocol.tooLong(maxBytes);
    const decoder = protocol.decoder(maxBytes);
    expect(until(decoder, [early.subarray(0, -1)])).toEqual({ contents: [], failed: false });
    expect(until(decoder, [early.subarray(-1)]).failed).toBe(true);
  });

  test('说过太长以后，再也取不出来，手里也不留东西', () => {
    const decoder = protocol.decoder(maxBytes);
    expect(until(decoder, [protocol.tooLong(maxBytes)]).failed).toBe(true);
    expect(until(decoder, [protocol.encode('ok')])).toEqual({ contents: [], failed: true });
    expect(decoder.pendingBytes).toBe(0);
  });

  test('手里的半份数得清：在每一处断开，等着的就是那几个字节', () => {
    const [one, two] = [protocol.encode('ab'), protocol.encode('cde')];
    for (let length = 0; length < two.length; length += 1) {
      const decoder = protocol.decoder(maxBytes);
      expect(decodeAll(decoder, [one, two.subarray(0, length)])).toEqual(bytesOf(['ab']));
      expect(decoder.pendingBytes).toBe(length);
    }
  });

  test('半份是抄下来的，不占着它所在的那一块', () => {
    const decoder = protocol.decoder(maxBytes);
    const chunk = Buffer.from(protocol.encode('abcdef').subarray(0, 6));
    decoder.push(chunk, () => {});
    chunk.fill(0);
    const whole = protocol.encode('abcdef');
    expect(decodeAll(decoder, [whole.subarray(6)])).toEqual(bytesOf(['abcdef']));
  });

  test('交出来的两份各是各的，后来的不会盖掉先来的', () => {
    const decoder = protocol.decoder(maxBytes);
    const kept: Buffer[] = [];
    for (const chunk of cut(Buffer.concat([protocol.encode('first'), protocol.encode('second')]), [3, 6, 9, 12])) decoder.push(chunk, (content) => kept.push(content));
    expect(kept.map(String)).toEqual(['first', 'second']);
  });
});

describe('行协议，交出文字的那一种：与交出字节的处处一样', () => {
  const maxBytes = 12;
  const samples: [string, Buffer][] = [
    ['一到四个字节的字符', Buffer.from('aé中😀\n\n中\n')],
    ['恰好到上限', Buffer.from('中中中中\n123456789012\n')],
    ['多一个字节', Buffer.concat(['ok\n', '中'.repeat(4), 'a\nno\n'].map((text) => Buffer.from(text)))],
    ['太长的半行', Buffer.from('ok\n\n1234567890123')],
    ['不是 UTF-8', Buffer.from([0x61, 0xe4, 0xb8, 0x0a, 0xff, 0xff, 0x0a, 0x80, 0xf0, 0x9f, 0x98, 0x0a])],
    ['不是 UTF-8，恰好到上限，再多一个', Buffer.concat([Buffer.alloc(12, 0xff), Buffer.from('\n'), Buffer.alloc(13, 0xff), Buffer.from('\n')])],
    ['末尾半个字', Buffer.from('a\nb中').subarray(0, -1)],
  ];

  /** 取出的行、是不是太长、手里还有几个字节。 */
  const outcome = <T>(decoder: { pendingBytes: number; push(chunk: Buffer, emit: (line: T) => void): void }, chunks: readonly Buffer[]): { lines: string[]; failed: boolean; pending: number } => {
    const lines: string[] = [];
    try {
      for (const chunk of chunks) decoder.push(chunk, (line) => lines.push(String(line)));
    } catch (error) {
      expect(error).toBeInstanceOf(TooLong);
      expect(() => decoder.push(Buffer.from('a\n'), () => {})).toThrow(TooLong);
      return { lines, failed: true, pending: decoder.pendingBytes };
    }
    return { lines, failed: false, pending: decoder.pendingBytes };
  };

  test.for(samples)('%s：在每两处各切一刀', ([, whole]) => {
    for (let first = 0; first <= whole.length; first += 1) {
      for (let second = first; second <= whole.length; second += 1) {
        const chunks = cut(whole, [first, second]);
        expect(outcome(new TextLineDecoder(maxBytes), chunks), `切在 ${first} 和 ${second}`).toEqual(outcome(new LineDecoder(maxBytes), chunks));
      }
    }
  });

  test.for([1, 2, 3])('随机的字节，随机地切，种子 %i', (seed) => {
    const random = new Random(seed);
    for (let round = 0; round < 200; round += 1) {
      const whole = Buffer.from(Array.from({ length: random.integer(0, 80) }, () => [0x0a, 0x61, 0xe4, 0xb8, 0xad, 0xf0, 0xff][random.integer(0, 6)]!));
      const chunks = cut(whole, Array.from({ length: random.integer(0, 8) }, () => random.integer(0, whole.length)).sort((a, b) => a - b));
      expect(outcome(new TextLineDecoder(maxBytes), chunks)).toEqual(outcome(new LineDecoder(maxBytes), chunks));
    }
  });
});

describe('编码', () => {
  test('一行是内容加一个换行；里面有换行的不收', () => {
    expect([...encodeLine('中')]).toEqual([0xe4, 0xb8, 0xad, 0x0a]);
    expect(() => encodeLine('a\nb')).toThrow(RangeError);
  });

  test('一帧是四个字节的长度（先写高位）加内容', () => {
    expect([...encodeFrame('中')]).toEqual([0, 0, 0, 3, 0xe4, 0xb8, 0xad]);
    expect([...encodeFrame(Buffer.alloc(0x010203)).subarray(0, 5)]).toEqual([0, 1, 2, 3, 0]);
    expect([...encodeFrame('')]).toEqual([0, 0, 0, 0]);
  });

  test('变成大写最多长到三倍：每一个码点都试过', () => {
    let most = 0;
    for (let code = 0; code <= 0x10_ffff; code += 1) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const small = String.fromCodePoint(code);
      const large = small.toUpperCase();
      if (large !== small) most = Math.max(most, Buffer.byteLength(large) / Buffer.byteLength(small));
    }
    expect(most).toBe(maxGrowth);
    expect(upperCase(Buffer.from('ΐ'))).toHaveLength(6);
    expect(upperCase(Buffer.from([0xe4, 0xb8]))).toEqual(Buffer.from([0xe4, 0xb8]));
  });
});
