// 「中」的三个字节分三块来，解码成文字有三种做法，哪一种不坏。
// 运行：npx tsx chapters/03-framing/steps/3-cut-character/three-ways.ts
import { StringDecoder } from 'node:string_decoder';

const chunks = [[0xe4], [0xb8], [0xad]].map((bytes) => Buffer.from(bytes));

const each = chunks.map((chunk) => chunk.toString('utf8')).join('');
console.log(`每块单独解码：      ${each}，${each.length} 个字符`);

const decoder = new StringDecoder('utf8');
const kept = chunks.map((chunk) => decoder.write(chunk)).join('');
console.log(`用 StringDecoder：  ${kept}，${kept.length} 个字符`);

const whole = Buffer.concat(chunks).toString('utf8');
console.log(`接齐了再解码：      ${whole}，${whole.length} 个字符`);
