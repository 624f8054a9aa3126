/**
 * 字符串和字节之间的转换：Node 的 Buffer 支持的几种编码。
 */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** 次序与 Node 的 enum encoding 相同：lib 有时传下标。 */
export const ENCODINGS = ['ascii', 'utf8', 'base64', 'utf16le', 'latin1', 'hex', 'buffer', 'base64url'];

export type Encoding = 'ascii' | 'utf8' | 'base64' | 'base64url' | 'utf16le' | 'latin1' | 'hex';

const aliases: Record<string, Encoding> = {
  utf8: 'utf8',
  'utf-8': 'utf8',
  ucs2: 'utf16le',
  'ucs-2': 'utf16le',
  utf16le: 'utf16le',
  'utf-16le': 'utf16le',
  latin1: 'latin1',
  binary: 'latin1',
  ascii: 'ascii',
  hex: 'hex',
  base64: 'base64',
  base64url: 'base64url',
};

export function encodingName(encoding: unknown): Encoding {
  const name = typeof encoding === 'number' ? ENCODINGS[encoding] : String(encoding ?? 'utf8').toLowerCase();
  return aliases[name ?? 'utf8'] ?? 'utf8';
}

export function encode(text: string, encoding: unknown): Uint8Array {
  switch (encodingName(encoding)) {
    case 'utf8':
      return encoder.encode(text);
    case 'utf16le':
      return encodeUtf16(text);
    case 'latin1':
    case 'ascii':
      return Uint8Array.from(text, (character) => character.charCodeAt(0));
    case 'hex':
      return encodeHex(text);
    case 'base64':
    case 'base64url':
      return encodeBase64(text);
  }
}

export function decode(bytes: Uint8Array, encoding: Encoding): string {
  switch (encoding) {
    case 'utf8':
      return decoder.decode(bytes);
    case 'utf16le':
      return decodeUtf16(bytes);
    case 'latin1':
      return decodeLatin1(bytes);
    case 'ascii':
      return decodeLatin1(bytes.map((byte) => byte & 0x7f));
    case 'hex':
      return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    case 'base64':
      return btoa(decodeLatin1(bytes));
    case 'base64url':
      return btoa(decodeLatin1(bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  }
}

function decodeLatin1(bytes: Uint8Array): string {
  let text = '';
  // 参数太多会溢出栈，分段转
  for (let start = 0; start < bytes.length; start += 8192) {
    text += String.fromCharCode(...bytes.subarray(start, start + 8192));
  }
  return text;
}

function encodeUtf16(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    bytes[2 * index] = unit & 255;
    bytes[2 * index + 1] = unit >> 8;
  }
  return bytes;
}

function decodeUtf16(bytes: Uint8Array): string {
  let text = '';
  for (let index = 0; index + 1 < bytes.length; index += 2) {
    text += String.fromCharCode(bytes[index]! | (bytes[index + 1]! << 8));
  }
  return text;
}

/** 遇到不是十六进制的字符就停，与 Node 相同。 */
function encodeHex(text: string): Uint8Array {
  const bytes: number[] = [];
  for (let index = 0; index + 1 < text.length; index += 2) {
    const pair = text.slice(index, index + 2);
    if (!/^[0-9a-f]{2}$/i.test(pair)) break;
    bytes.push(Number.parseInt(pair, 16));
  }
  return Uint8Array.from(bytes);
}

/** 两种字母表都认，认不得的字符跳过，与 Node 相同。 */
function encodeBase64(text: string): Uint8Array {
  const bytes: number[] = [];
  let bits = 0;
  let count = 0;
  for (const character of text) {
    if (character === '=') break;
    const value = BASE64.indexOf(character === '-' ? '+' : character === '_' ? '/' : character);
    if (value < 0) continue;
    bits = ((bits << 6) | value) & 0xff_ffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes.push((bits >> count) & 255);
    }
  }
  return Uint8Array.from(bytes);
}
