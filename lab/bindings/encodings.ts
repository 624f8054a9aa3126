/**
 * 字符串和字节之间的转换：Node 的 Buffer 支持的几种编码。
 */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** 次序与 Node 的 enum encoding 相同：lib 有时传下标。 */
export const ENCODINGS = ['ascii', 'utf8', 'base64', 'utf16le', 'latin1', 'hex', 'buffer', 'base64url'];

interface Codec {
  encode(text: string): Uint8Array;
  decode(bytes: Uint8Array): string;
}

const latin1: Codec = { encode: (text) => new Uint8Array(unitsOf(text)), decode: fromUnits };
const base64: Codec = { encode: encodeBase64, decode: (bytes) => btoa(fromUnits(bytes)) };

const codecs = {
  utf8: { encode: (text) => encoder.encode(text), decode: (bytes) => decoder.decode(bytes) },
  utf16le: {
    encode: (text) => new Uint8Array(unitsOf(text).buffer),
    // 抄一份才对得齐；落单的一个字节不要
    decode: (bytes) => fromUnits(new Uint16Array(new Uint8Array(bytes).buffer, 0, bytes.length >> 1)),
  },
  latin1,
  ascii: { ...latin1, decode: (bytes) => fromUnits(bytes.map((byte) => byte & 0x7f)) },
  hex: { encode: encodeHex, decode: (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('') },
  base64,
  base64url: {
    ...base64,
    decode: (bytes) => base64.decode(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''),
  },
} satisfies Record<string, Codec>;

export type Encoding = keyof typeof codecs;

const aliases: Record<string, Encoding> = { binary: 'latin1', ucs2: 'utf16le' };

/** 名字（大小写、连字符不论）、别名、下标都认；不认得的当作 UTF-8。 */
export function encodingName(encoding: unknown): Encoding {
  const name = String(typeof encoding === 'number' ? ENCODINGS[encoding] : encoding).toLowerCase().replace('-', '');
  return aliases[name] ?? (name in codecs ? (name as Encoding) : 'utf8');
}

export function encode(text: string, encoding: unknown): Uint8Array {
  return codecs[encodingName(encoding)].encode(text);
}

export function decode(bytes: Uint8Array, encoding: Encoding): string {
  return codecs[encoding].decode(bytes);
}

/** 字符串的各个 UTF-16 单元。 */
function unitsOf(text: string): Uint16Array<ArrayBuffer> {
  const units = new Uint16Array(text.length);
  for (let index = 0; index < text.length; index += 1) units[index] = text.charCodeAt(index);
  return units;
}

function fromUnits(units: Uint8Array | Uint16Array): string {
  let text = '';
  // 参数太多会溢出栈，分段转
  for (let start = 0; start < units.length; start += 8192) {
    text += String.fromCharCode(...units.subarray(start, start + 8192));
  }
  return text;
}

/** 遇到不是十六进制的字符就停，落单的半个字节不要，与 Node 相同。 */
function encodeHex(text: string): Uint8Array {
  const [digits] = text.split(/[^\da-f]/i, 1);
  return Uint8Array.from(digits!.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** 两种字母表都认，认不得的字符跳过，到 = 为止，凑不成一个字节的不要，与 Node 相同。 */
function encodeBase64(text: string): Uint8Array {
  const [body] = text.split('=', 1);
  const digits = body!.replaceAll('-', '+').replaceAll('_', '/').replaceAll(/[^\w+/]/g, '');
  return latin1.encode(atob(digits.length % 4 === 1 ? digits.slice(0, -1) : digits));
}
