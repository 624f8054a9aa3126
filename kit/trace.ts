/**
 * 一次判题的对话记录：谁、对谁、说了什么，按发生的先后编号。
 *
 * 没通过时它就是证据：学习者看得到每个报文的字节，看得到第一处不对的字节在哪里。
 */
const shownBytes = 60;
/** 最多记多少句；再多没有人读。 */
const keptLines = 200;

export class Trace {
  readonly #lines: string[] = [];

  /** 记一句话，例如「你的程序 → 服务端：报文「1 hello」」。 */
  add(line: string): void {
    if (this.#lines.length < keptLines) this.#lines.push(line);
    else if (this.#lines.length === keptLines) this.#lines.push('……（后面还有，太多，不记了）');
  }

  /** 编好号的对话，一句一行。 */
  lines(): string[] {
    const width = String(this.#lines.length).length;
    return this.#lines.map((line, index) => `${String(index + 1).padStart(width)}. ${line}`);
  }
}

/** 把字节写成看得见的文字：可打印的照写，换行写作 `\n`，不是 UTF-8 的写作 `\xff`。 */
export function visible(bytes: Uint8Array | string): string {
  const buffer = typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept = decodeVisible(buffer.subarray(0, shownBytes));
  return buffer.length > shownBytes ? `「${kept}……」（共 ${buffer.length} 字节）` : `「${kept}」`;
}

/**
 * 应当是什么、实际是什么，第一处不同用 `^` 指出；相同就是 `undefined`。
 *
 * @returns 三行文字，等宽字体下对得齐
 */
export function firstDifference(expected: Uint8Array | string, actual: Uint8Array | string): string | undefined {
  const [wanted, got] = [Buffer.from(expected), Buffer.from(actual)];
  if (wanted.equals(got)) return undefined;
  let same = 0;
  while (same < wanted.length && same < got.length && wanted[same] === got[same]) same += 1;
  const begin = startOfCharacter(wanted, Math.max(0, same - 20));
  const before = decodeVisible(got.subarray(begin, startOfCharacter(got, same)));
  const cut = begin > 0 ? '……' : '';
  return [
    `应当是：${cut}${decodeVisible(wanted.subarray(begin, begin + shownBytes))}`,
    `实际是：${cut}${decodeVisible(got.subarray(begin, begin + shownBytes))}`,
    `${' '.repeat(columns(`实际是：${cut}${before}`))}^ 从这里开始不同（第 ${same + 1} 个字节）`,
  ].join('\n');
}

function decodeVisible(bytes: Buffer): string {
  let text = '';
  // 逐个字符解码：解不开的字节单独写成 \xNN，不让它变成 U+FFFD。
  for (let at = 0; at < bytes.length; ) {
    const length = characterLength(bytes, at);
    const piece = bytes.subarray(at, at + length);
    text += length === 0 ? `\\x${bytes[at]!.toString(16).padStart(2, '0')}` : escapeControl(piece.toString('utf8'));
    at += Math.max(length, 1);
  }
  return text;
}

/** 从 `at` 开始的一个 UTF-8 字符有几个字节；不是合法的开头就是 0。 */
function characterLength(bytes: Buffer, at: number): number {
  for (const length of [1, 2, 3, 4]) {
    const piece = bytes.subarray(at, at + length);
    if (piece.length === length && Buffer.from(piece.toString('utf8')).equals(piece)) return length;
  }
  return 0;
}

function escapeControl(character: string): string {
  const named: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\0': '\\0' };
  const code = character.codePointAt(0)!;
  if (named[character]) return named[character];
  return code < 32 || (code >= 127 && code < 160) ? `\\x${code.toString(16).padStart(2, '0')}` : character;
}

function startOfCharacter(bytes: Buffer, at: number): number {
  let start = Math.min(at, bytes.length);
  while (start > 0 && start < bytes.length && (bytes[start]! & 0xc0) === 0x80) start -= 1;
  return start;
}

/** 终端里占几列：中日韩文字和全角标点占两列。 */
function columns(text: string): number {
  return [...text].reduce((sum, character) => sum + (character.codePointAt(0)! > 0x2e7f ? 2 : character === '…' ? 2 : 1), 0);
}
