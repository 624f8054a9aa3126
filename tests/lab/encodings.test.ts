/** 实验室的 Buffer 怎样编码、解码，与真的 Node 逐字节对照。 */
import { expect, test } from 'vitest';
import { decode, encode, encodingName } from '../../lab/bindings/encodings.ts';
import { Random } from '../../lab/kernel/random.ts';

const TRIALS = 300;
const random = new Random(1, 'encodings');
const pick = (from: string[]) => from[random.below(from.length)]!;
const many = <Item>(make: () => Item) => Array.from({ length: random.below(12) }, make);

// 有补充平面的字、落单的代理、base64 的两种字母表、十六进制以外的字母
const ascii = [...'abcXYZ019+/-_= =\nfF'];
const wide = [...ascii, ...'中文😀é\0', '\ud800'];

test.each(['utf8', 'UTF-8', 'utf16le', 'UCS-2', 'ucs2', 'utf-16le', 'latin1', 'binary', 'ascii', 'hex', 'base64', 'BASE64', 'base64url'])('%s', (name) => {
  const encoding = name as BufferEncoding;
  // base64 里夹着 ASCII 以外的字，真的 Node 自己也时宽时严，不比
  const letters = name.toLowerCase().startsWith('base64') ? ascii : wide;
  for (let trial = 0; trial < TRIALS; trial += 1) {
    const text = many(() => pick(letters)).join('');
    expect([text, Buffer.from(encode(text, encoding))]).toEqual([text, Buffer.from(text, encoding)]);
    const bytes = Buffer.from(many(() => random.below(256)));
    expect([bytes, decode(bytes, encodingName(encoding))]).toEqual([bytes, bytes.toString(encoding)]);
  }
});
