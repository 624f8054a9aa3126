// 变成大写：两对程序的服务端都用它，与怎样成帧无关。
import { isUtf8 } from 'node:buffer';

/** 变成大写，字节最多长到几倍：ΐ 从 2 字节变成 6 字节，没有比它长得更多的。 */
export const maxGrowth = 3;

/**
 * 按 UTF-8 解码，变成大写，再编码。
 *
 * @param content 一整份内容，不是半份：汉字断在中间的，不是 UTF-8
 * @returns 大写；不是 UTF-8 的原样返回，一个字节不改
 */
export function upperCase(content: Buffer): Buffer {
  if (!isUtf8(content)) return content;
  return Buffer.from(content.toString('utf8').toUpperCase(), 'utf8');
}
