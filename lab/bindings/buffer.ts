/**
 * buffer、string_decoder：Buffer 的底层运算。
 */
import { concatenate } from '../kernel/bytes.ts';
import { EMPTY } from '../kernel/packet.ts';
import type { Binding, Context, Loose } from './context.ts';
import { decode, encode, encodingName, ENCODINGS, type Encoding } from './encodings.ts';

/** `utf8Slice`、`ucs2Write`……：Buffer 的方法名里的编码。 */
const METHOD_ENCODINGS = ['utf8', 'latin1', 'ascii', 'hex', 'ucs2', 'base64', 'base64url'];

export function bufferBinding(context: Context): Binding {
  return {
    ...codecs(),
    setDetachKey() {},
    arrayBufferAlignedOffset: () => 0,
    // 同一个主版本里，较早的几版用它，较晚的用下一个
    getZeroFillToggle: () => [0],
    createUnsafeArrayBuffer: (size: number) => new ArrayBuffer(size),
    createFromString: (text: string, encoding: number) => context.toBuffer(encode(text, encoding)),
    byteLengthUtf8: (text: string) => encode(text, 'utf8').length,
    compare,
    compareOffset,
    copy,
    fill,
    indexOfBuffer: (bytes: Uint8Array, needle: Uint8Array, offset: number, _encoding: Loose, forward: boolean) =>
      indexOf(bytes, needle, offset, forward),
    indexOfNumber: (bytes: Uint8Array, byte: number, offset: number, forward: boolean) =>
      indexOf(bytes, Uint8Array.of(byte), offset, forward),
    indexOfString: (bytes: Uint8Array, text: string, offset: number, encoding: Loose, forward: boolean) =>
      indexOf(bytes, encode(text, encoding), offset, forward),
    swap16: (bytes: Uint8Array) => swap(bytes, 2),
    swap32: (bytes: Uint8Array) => swap(bytes, 4),
    swap64: (bytes: Uint8Array) => swap(bytes, 8),
    isAscii: (value: Loose) => viewOf(value).every((byte) => byte < 128),
    isUtf8,
    atob: (text: string) => attempt(() => atob(text)),
    btoa: (text: string) => attempt(() => btoa(text)),
  };
}

/** utf8Slice、utf8Write……：解码一段，编码一段。 */
function codecs(): Binding {
  const binding: Binding = {};
  for (const name of METHOD_ENCODINGS) {
    const encoding = encodingName(name);
    binding[`${name}Slice`] = methodOrFunction((bytes, start = 0, end = bytes.length) =>
      decode(bytes.subarray(start, Math.max(start, end)), encoding),
    );
    binding[`${name}Write`] = binding[`${name}WriteStatic`] = methodOrFunction((bytes, text, offset = 0, length = Infinity) =>
      writeString(bytes, encode(text, encoding), encoding, offset, length),
    );
  }
  return binding;
}

/** 较早的 Node 当作 Buffer 的方法来调用，较晚的当作函数，第一个参数是 Buffer；哪个版本改的，各个函数不同。 */
function methodOrFunction(work: (bytes: Uint8Array, ...parameters: Loose[]) => unknown) {
  return function either(this: unknown, ...parameters: Loose[]): unknown {
    return this instanceof Uint8Array ? work(this, ...parameters) : work(...(parameters as [Uint8Array]));
  };
}

/** 写不下就截断，但不把一个字符切成两半。 */
function writeString(target: Uint8Array, bytes: Uint8Array, encoding: Encoding, offset: number, length: number): number {
  let count = Math.min(bytes.length, target.length - offset, length);
  if (encoding === 'utf8' && count < bytes.length) {
    while (count > 0 && (bytes[count]! & 0xc0) === 0x80) count -= 1;
  }
  if (encoding === 'utf16le') count -= count % 2;
  target.set(bytes.subarray(0, count), offset);
  return count;
}

export function viewOf(value: Loose): Uint8Array {
  return ArrayBuffer.isView(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : new Uint8Array(value);
}

function compare(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    if (a[index] !== b[index]) return a[index]! < b[index]! ? -1 : 1;
  }
  return Math.sign(a.length - b.length);
}

function compareOffset(
  source: Uint8Array,
  target: Uint8Array,
  targetStart: number,
  sourceStart: number,
  targetLength: number,
  sourceLength: number,
): number {
  return compare(
    source.subarray(sourceStart, sourceStart + sourceLength),
    target.subarray(targetStart, targetStart + targetLength),
  );
}

function copy(source: Loose, target: Loose, targetStart: number, sourceStart: number, length: number): number {
  viewOf(target).set(viewOf(source).subarray(sourceStart, sourceStart + length), targetStart);
  return length;
}

/** 返回 −2 是越界，−1 是填充物为空。 */
function fill(bytes: Uint8Array, value: Loose, start: number, end: number, encoding: Loose): number | undefined {
  if (start < 0 || end > bytes.length) return -2;
  if (start >= end) return undefined;
  if (typeof value === 'number' || typeof value === 'boolean') {
    bytes.fill(Number(value) & 255, start, end);
    return undefined;
  }
  const pattern = typeof value === 'string' ? encode(value, encoding) : viewOf(value);
  if (pattern.length === 0) return -1;
  for (let index = start; index < end; index += 1) bytes[index] = pattern[(index - start) % pattern.length]!;
  return undefined;
}

function indexOf(bytes: Uint8Array, needle: Uint8Array, offset: number, forward: boolean): number {
  let start = offset < 0 ? offset + bytes.length : offset;
  if (start < 0) {
    if (!forward) return -1;
    start = 0;
  }
  if (needle.length === 0) return Math.min(start, bytes.length);
  const last = bytes.length - needle.length;
  if (forward) {
    for (let index = start; index <= last; index += 1) if (matches(bytes, needle, index)) return index;
  } else {
    for (let index = Math.min(start, last); index >= 0; index -= 1) if (matches(bytes, needle, index)) return index;
  }
  return -1;
}

function matches(bytes: Uint8Array, needle: Uint8Array, at: number): boolean {
  for (let index = 0; index < needle.length; index += 1) if (bytes[at + index] !== needle[index]) return false;
  return true;
}

function swap(bytes: Uint8Array, size: number): Uint8Array {
  for (let start = 0; start + size <= bytes.length; start += size) bytes.subarray(start, start + size).reverse();
  return bytes;
}

function isUtf8(value: Loose): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(viewOf(value));
    return true;
  } catch {
    return false;
  }
}

/** lib 用 −1 表示「含有不能编码的字符」。 */
function attempt(work: () => string): string | number {
  try {
    return work();
  } catch {
    return -1;
  }
}

/** 解码器的状态在 lib 里是一个 Buffer；真正的状态放在这里。 */
interface DecoderState {
  stream?: InstanceType<typeof TextDecoder>;
  rest?: Uint8Array;
}

const kEncodingField = 6;

export function stringDecoderBinding(): Binding {
  const states = new WeakMap<Uint8Array, DecoderState>();
  const stateOf = (key: Uint8Array) => {
    let state = states.get(key);
    if (!state) states.set(key, (state = {}));
    return state;
  };
  return {
    encodings: ENCODINGS,
    kIncompleteCharactersStart: 0,
    kIncompleteCharactersEnd: 4,
    kMissingBytes: 4,
    kBufferedBytes: 5,
    kEncodingField,
    kSize: 7,
    decode(key: Uint8Array, chunk: Loose): string {
      if (typeof chunk === 'string') return chunk;
      return decodeNext(stateOf(key), encodingName(key[kEncodingField]), viewOf(chunk), key);
    },
    flush(key: Uint8Array): string {
      const state = states.get(key);
      states.delete(key);
      key[5] = 0;
      if (state?.stream) return state.stream.decode();
      return state?.rest ? decode(state.rest, encodingName(key[kEncodingField])) : '';
    },
  };
}

function decodeNext(state: DecoderState, encoding: Encoding, bytes: Uint8Array, key: Uint8Array): string {
  if (encoding === 'utf8' || encoding === 'utf16le') {
    state.stream ??= new TextDecoder(encoding === 'utf8' ? 'utf-8' : 'utf-16le', { ignoreBOM: true });
    return state.stream.decode(bytes, { stream: true });
  }
  if (encoding !== 'base64' && encoding !== 'base64url') return decode(bytes, encoding);
  // 三个字节编成四个字符：凑不满的留到下次
  const joined = concatenate([state.rest ?? EMPTY, bytes]);
  const whole = joined.length - (joined.length % 3);
  state.rest = joined.slice(whole);
  key[5] = state.rest.length;
  return decode(joined.subarray(0, whole), encoding);
}
