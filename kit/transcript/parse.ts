/**
 * 读懂一份终端记录（`chapters/NN-slug/transcripts/`）。
 *
 * 一份记录是一页纯文本：先写标题、系统、Node、工具，再是几个终端，每个终端一段。
 * 终端里一行一件事，看行首就知道是什么：
 *
 * ```
 * === server 服务端            一个终端：标识、名字
 * $ npx tsx …                  启动一个程序
 * > hello                      键盘上打的一行
 * ^C                           按下 Ctrl-C
 * ^D                           输入到此为止
 * （等 client：应答）          等另一个终端里出现这几个字，再往下走
 * （退出码 1）                 程序以 1 结束；不写就是 0
 * ! 端口 12000 已被…           标准错误里的一行
 * 其余的行                     标准输出里的一行
 * ```
 *
 * 每次运行都会变的东西写成 `{名字=当时的值}`，例如 `127.0.0.1:{客户端端口=51112}`；
 * 同一个名字在一份记录里处处是同一个值。
 */

/** 一行里的一段：照抄的文字，或者每次都会变的值。 */
export type Part = string | { name: string; value: string };

export type Entry =
  | { kind: 'command'; text: string; line: number }
  | { kind: 'input'; text: string; line: number }
  | { kind: 'interrupt'; line: number }
  | { kind: 'endOfInput'; line: number }
  | { kind: 'wait'; terminal: string; text: string; line: number }
  | { kind: 'exit'; code: number; line: number }
  | { kind: 'output'; stream: 'stdout' | 'stderr'; parts: Part[]; line: number };

export type Output = Entry & { kind: 'output' };

export interface Terminal {
  /** 英文标识，`<<< …/hello.txt#server` 用它来指。 */
  id: string;
  /** 给人看的名字。 */
  name: string;
  entries: Entry[];
}

export interface Transcript {
  title: string;
  /** `process.platform` 的值：`linux`、`darwin`、`win32`。 */
  systems: string[];
  /** Node 的主版本号。 */
  nodes: number[];
  /** 除 Node 之外还要用到的命令；另有两样不是命令：`IPv6`，和连着外面的 `网卡`。 */
  tools: string[];
  terminals: Terminal[];
}

/** 记录写错了：`message` 的开头是文件名和行号。 */
export class TranscriptError extends Error {
  override name = 'TranscriptError';
  constructor(file: string, line: number, what: string) {
    super(`${file}:${line}：${what}`);
  }
}

const platformOf: Record<string, string> = { Linux: 'linux', macOS: 'darwin', Windows: 'win32' };

/**
 * 把一份记录的全文拆成终端和一件件事。
 *
 * @param text 文件的全文，UTF-8
 * @param file 文件名，只用来报错
 * @throws TranscriptError 头部缺了一项、标识重复、等的终端不存在，等等
 */
export function parseTranscript(text: string, file: string): Transcript {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const first = lines.findIndex((line) => line.startsWith('=== '));
  if (first < 0) throw new TranscriptError(file, 1, '一个终端也没有；终端以「=== 标识 名字」开头。');
  const header = parseHeader(lines.slice(0, first), file);
  const terminals = parseTerminals(lines, first, file);
  checkWaits(terminals, file);
  return { ...header, terminals };
}

function parseHeader(lines: string[], file: string): Omit<Transcript, 'terminals'> {
  const title = lines[0]?.trim();
  if (!title) throw new TranscriptError(file, 1, '第一行要写标题：这份记录演示的是什么。');
  const field = (name: string): string[] => {
    const index = lines.findIndex((line) => line.startsWith(`${name}：`));
    if (index < 0) throw new TranscriptError(file, 1, `头部缺少「${name}：」一行。`);
    const value = lines[index]!.slice(name.length + 1).trim();
    return value === '无' ? [] : value.split(/[、\s]+/);
  };
  const systems = field('系统').map((name) => {
    const platform = platformOf[name];
    if (!platform) throw new TranscriptError(file, 1, `不认识的系统「${name}」，只能写 ${Object.keys(platformOf).join('、')}。`);
    return platform;
  });
  return { title, systems, nodes: field('Node').map(Number), tools: field('工具') };
}

function parseTerminals(lines: string[], first: number, file: string): Terminal[] {
  const terminals: Terminal[] = [];
  for (const [offset, text] of lines.slice(first).entries()) {
    const line = first + offset + 1;
    const heading = /^=== ([\w-]+) (\S.*)$/.exec(text);
    if (heading) {
      const [, id, name] = heading as unknown as [string, string, string];
      if (terminals.some((terminal) => terminal.id === id)) throw new TranscriptError(file, line, `终端「${id}」出现了两次。`);
      terminals.push({ id, name, entries: [] });
    } else if (text.startsWith('===')) {
      throw new TranscriptError(file, line, '终端的开头要写成「=== 标识 名字」。');
    } else if (text.trim() !== '') {
      terminals.at(-1)!.entries.push(parseEntry(text, line));
    }
  }
  return terminals;
}

function parseEntry(text: string, line: number): Entry {
  if (text.startsWith('$ ')) return { kind: 'command', text: text.slice(2), line };
  if (text === '>' || text.startsWith('> ')) return { kind: 'input', text: text.slice(2), line };
  if (text === '^C') return { kind: 'interrupt', line };
  if (text === '^D') return { kind: 'endOfInput', line };
  const wait = /^（等 ([\w-]+)：(.+)）$/.exec(text);
  if (wait) return { kind: 'wait', terminal: wait[1]!, text: wait[2]!, line };
  const exit = /^（退出码 (\d+)）$/.exec(text);
  if (exit) return { kind: 'exit', code: Number(exit[1]), line };
  if (text.startsWith('! ')) return { kind: 'output', stream: 'stderr', parts: parseParts(text.slice(2)), line };
  return { kind: 'output', stream: 'stdout', parts: parseParts(text), line };
}

/** 把一行输出拆成照抄的文字和 `{名字=值}`。 */
export function parseParts(text: string): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(/\{([^{}=\s]+)=([^{}]*)\}/g)) {
    if (match.index > end) parts.push(text.slice(end, match.index));
    parts.push({ name: match[1]!, value: match[2]! });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push(text.slice(end));
  return parts;
}

function checkWaits(terminals: Terminal[], file: string): void {
  for (const terminal of terminals) {
    for (const entry of terminal.entries) {
      if (entry.kind === 'wait' && !terminals.some((other) => other.id === entry.terminal)) {
        throw new TranscriptError(file, entry.line, `没有叫「${entry.terminal}」的终端可等。`);
      }
    }
  }
}
