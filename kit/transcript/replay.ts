/**
 * 把一份终端记录重演一遍：同样的命令、同样的输入、同样的先后，看程序这一次说了什么。
 *
 * 记录里写的端口（例如 12000）重演时不一定空着，所以服务端一律用端口 0 启动，得到的
 * 端口再换回记录里的那一个。每个终端的每个输出流各自比较；终端之间的先后只由 `（等 …）` 规定。
 */
import dgram from 'node:dgram';
import { defaultWaitMs, start, tsxCommand, WaitError, type Program } from '../program.ts';
import type { Entry, Part, Terminal, Transcript } from './parse.ts';

type Stream = 'stdout' | 'stderr';

/** 记录里的端口与这一次真实的端口，两个方向都要查。 */
interface Ports {
  actual: Map<string, string>;
  shown: Map<string, string>;
}

/** 一个终端里的一条命令，和它从启动到结束的一切。 */
export interface Scene {
  command: string;
  /** 命令在记录里的行号。 */
  line: number;
  /** 记录中的命令、输入、输出，按先后；不含等待。 */
  entries: Entry[];
  /** 这一次实际打印的行，端口已换回记录里的写法。 */
  actual: Record<Stream, string[]>;
  exitCode: number | null;
}

export interface Replayed {
  terminal: Terminal;
  scenes: Scene[];
}

/**
 * 重演。所有进程在返回之前都已结束，无论成败。
 *
 * @returns 每个终端实际发生的事，交给 {@link differences} 比较
 * @throws WaitError 等的话始终没有出现，或者程序该结束时没有结束
 */
export async function replay(transcript: Transcript): Promise<Replayed[]> {
  const stage = new Stage();
  try {
    return await Promise.all(transcript.terminals.map((terminal) => stage.play(terminal)));
  } finally {
    await stage.clear();
  }
}

/** 一台上的所有终端；它们共用一张端口对照表，互相等待。 */
class Stage {
  readonly #ports: Ports = { actual: new Map(), shown: new Map() };
  readonly #running: Program[] = [];
  readonly #said = new Map<string, string>();
  readonly #listeners = new Set<() => void>();
  #closed = false;

  async play(terminal: Terminal): Promise<Replayed> {
    const scenes: Scene[] = [];
    let program: Program | undefined;
    try {
      for (const entry of terminal.entries) {
        if (entry.kind === 'wait') await this.#waitFor(entry.terminal, entry.text);
        else if (entry.kind === 'command') {
          if (program) await this.#finish(program, scenes.at(-1)!);
          program = await this.#launch(terminal.id, entry.text);
          scenes.push({ command: entry.text, line: entry.line, entries: [], actual: { stdout: [], stderr: [] }, exitCode: null });
        } else {
          if (!program) throw new WaitError(`终端「${terminal.id}」还没有启动程序，就有了输入或输出。`);
          scenes.at(-1)!.entries.push(entry);
          await this.#perform(program, entry);
        }
      }
      if (program) await this.#finish(program, scenes.at(-1)!);
    } catch (error) {
      // 把实际说过的话留给比较：「少了哪一行」比「等不到」更说明问题。
      if (!(error instanceof WaitError) || !program || scenes.length === 0) throw error;
      scenes.at(-1)!.actual = this.#linesOf(program);
      this.#closed = true;
      this.#tell();
    }
    return { terminal, scenes };
  }

  async clear(): Promise<void> {
    await Promise.all(this.#running.map((program) => program.stop()));
  }

  async #launch(id: string, command: string): Promise<Program> {
    const tsx = /^npx tsx (chapters\/\S+\.ts)((?: \S+)*)$/.exec(command);
    const program = tsx
      ? start(...tsxCommand(tsx[1]!, await this.#arguments(tsx[1]!, tsx[2]!.split(' ').filter(Boolean))))
      : start(translate(command, this.#ports.actual), [], { shell: true });
    this.#running.push(program);
    const shown = tsx && isServer(tsx[1]!) ? portOf(tsx[2]!.split(' ').filter(Boolean)) : undefined;
    this.#listen(id, program, shown);
    return program;
  }

  /** 服务端得到端口 0；客户端得到它要找的服务端的真实端口，没有服务端就是一个没人用的端口。 */
  async #arguments(file: string, args: string[]): Promise<string[]> {
    const shown = portOf(args);
    if (args[0] !== undefined && !/^\d+$/.test(args[0])) return args;
    let port = this.#ports.actual.get(shown);
    if (port === undefined && isServer(file)) port = '0';
    if (port === undefined) {
      port = await unusedPort();
      this.#pair(shown, port);
    }
    return [port, ...args.slice(1)];
  }

  #pair(shown: string, actual: string): void {
    if (this.#ports.actual.has(shown)) return;
    this.#ports.actual.set(shown, actual);
    this.#ports.shown.set(actual, shown);
    this.#tell();
  }

  /** 每听到一句就告诉等待者；他们看的是这个终端说过的一切，包括前几条命令说的。 */
  #listen(id: string, program: Program, shownPort: string | undefined): void {
    const before = this.#said.get(id) ?? '';
    void program.until(() => {
      // 先记下端口，再告诉别人：被叫醒的客户端马上要用它。
      const bound = /(?:127\.0\.0\.1:|端口 )(\d+)/.exec(program.stdout);
      if (shownPort !== undefined && bound) this.#pair(shownPort, bound[1]!);
      this.#said.set(id, before + program.stdout + program.stderr);
      this.#tell();
      return program.exited !== undefined;
    }, '程序结束', 10 * defaultWaitMs).catch(() => {});
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  async #waitFor(id: string, text: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const look = (): void => {
        const heard = translate(this.#said.get(id) ?? '', this.#ports.shown).includes(text);
        if (heard) settle(resolve);
        else if (this.#closed) settle(() => reject(new WaitError(`终端「${id}」出了差错，没有说到「${text}」。`)));
      };
      const settle = (outcome: () => void): void => {
        clearTimeout(timer);
        this.#listeners.delete(look);
        outcome();
      };
      const timer = setTimeout(() => settle(() => reject(new WaitError(`终端「${id}」始终没有说到「${text}」。`))), defaultWaitMs);
      this.#listeners.add(look);
      look();
    });
  }

  async #perform(program: Program, entry: Entry): Promise<void> {
    if (entry.kind === 'input') program.type(entry.text);
    else if (entry.kind === 'endOfInput') program.endInput();
    else if (entry.kind === 'interrupt') program.interrupt();
    else if (entry.kind === 'output') await this.#expectLine(program, entry);
  }

  /** 下一件事要等这一行出现之后才做；内容对不对，全部结束后再比较。 */
  async #expectLine(program: Program, entry: Entry & { kind: 'output' }): Promise<void> {
    const seen = (): boolean => linesIn(program[entry.stream]).some((line) => matches(entry.parts, translate(line, this.#ports.shown)));
    await program.until(seen, `打印「${textOf(entry.parts)}」`);
  }

  async #finish(program: Program, scene: Scene): Promise<void> {
    const { code, signal } = await program.exit().catch((error: Error) => {
      throw new WaitError(`${error.message}\n记录里的每个程序都要有结束的时候：自己结束，或者最后按 ^C。`);
    });
    // 被 Ctrl-C 结束的程序没有退出码；shell 按惯例报 128 + 2。
    scene.exitCode = code ?? (signal === 'SIGINT' ? 130 : null);
    scene.actual = this.#linesOf(program);
  }

  #linesOf(program: Program): Record<Stream, string[]> {
    const lines = (stream: Stream): string[] => linesIn(program[stream]).map((line) => translate(line, this.#ports.shown));
    return { stdout: lines('stdout'), stderr: lines('stderr') };
  }
}

/**
 * 记录与重演的差别，一处一句话；没有差别就是空的。
 *
 * 空格的多少不算差别：`ss` 用空格对齐，端口和进程号的位数变了，空格也跟着变。空行也不算。
 */
export function differences(replayed: readonly Replayed[]): string[] {
  const found: string[] = [];
  const values = new Map<string, string>();
  for (const { terminal, scenes } of replayed) {
    for (const scene of scenes) {
      const where = `终端「${terminal.id}」的 ${scene.command}`;
      for (const stream of ['stdout', 'stderr'] as const) found.push(...compareLines(where, scene, stream, values));
      const expected = expectedExit(scene.entries);
      if (!diedAtOnce(scene.entries) && scene.exitCode !== expected) {
        found.push(`${where}：记录里的退出码是 ${expected}，这一次是 ${scene.exitCode ?? '没有退出码（被信号结束，或没有结束）'}。`);
      }
    }
  }
  return found;
}

function compareLines(where: string, scene: Scene, stream: Stream, values: Map<string, string>): string[] {
  const expected = outputsBeforeLoss(scene.entries).filter((entry) => entry.stream === stream);
  const actual = scene.actual[stream];
  const found: string[] = [];
  for (let index = 0; index < Math.max(expected.length, actual.length); index += 1) {
    const entry = expected[index];
    const line = actual[index];
    if (entry && line !== undefined && remember(entry.parts, line, values)) continue;
    const at = entry ? `第 ${entry.line} 行` : '末尾';
    found.push(`${where}，${at}：记录里是${entry ? `「${textOf(entry.parts)}」` : '没有这一行'}，这一次是${line === undefined ? '没有这一行' : `「${line}」`}。`);
  }
  return found;
}

/** Windows 上发不出 SIGINT，重演时的 Ctrl-C 直接结束进程：遗言和退出码都不作比较。 */
function diedAtOnce(entries: Entry[]): boolean {
  return process.platform === 'win32' && entries.some((entry) => entry.kind === 'interrupt');
}

function outputsBeforeLoss(entries: Entry[]): (Entry & { kind: 'output' })[] {
  const kept = diedAtOnce(entries) ? entries.slice(0, entries.findIndex((entry) => entry.kind === 'interrupt')) : entries;
  return kept.filter((entry) => entry.kind === 'output');
}

function expectedExit(entries: Entry[]): number {
  return entries.find((entry) => entry.kind === 'exit')?.code ?? 0;
}

/** 这一行对得上吗；对得上就记住每个名字这一次的值，以后同名的必须同值。 */
function remember(parts: Part[], line: string, values: Map<string, string>): boolean {
  const named = parts.filter((part) => typeof part !== 'string');
  const match = patternOf(parts).exec(fold(line));
  if (!match) return false;
  const now = named.map((part, index): [string, string] => [part.name, match[index + 1]!]);
  const agreed = now.every(([name, value]) => (values.get(name) ?? value) === value);
  if (agreed) for (const [name, value] of now) values.set(name, value);
  return agreed;
}

/** 这一行实际的输出，与记录里的这一行对得上吗。 */
export function matches(parts: readonly Part[], line: string): boolean {
  return patternOf(parts).test(fold(line));
}

/** 一行记录对应的正则：照抄的部分一字不差；会变的部分，数字配数字，其余配一串非空白。 */
function patternOf(parts: readonly Part[]): RegExp {
  const source = parts.map((part) => {
    if (typeof part === 'string') return escape(part.replace(/ +/g, ' '));
    return /^\d+$/.test(part.value) ? String.raw`(\d+)` : String.raw`(\S+)`;
  });
  return new RegExp(`^${source.join('').trim()}$`);
}

/** 把一行记录还原成当时屏幕上的样子。 */
export function textOf(parts: readonly Part[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : part.value)).join('');
}

function isServer(file: string): boolean {
  return /server[^/]*\.ts$/.test(file);
}

function portOf(args: string[]): string {
  return args[0] !== undefined && /^\d+$/.test(args[0]) ? args[0] : '12000';
}

function linesIn(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

/** 按对照表换端口；只换独立的数字，不动别的数字里的一段。 */
export function translate(text: string, table: ReadonlyMap<string, string>): string {
  return text.replace(/(?<!\d)\d{1,5}(?!\d)/g, (digits) => table.get(digits) ?? digits);
}

function fold(line: string): string {
  return line.replace(/ +/g, ' ').trim();
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** 一个此刻没有人绑定的 UDP 端口。 */
async function unusedPort(): Promise<string> {
  const socket = dgram.createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(() => resolve()));
  return String(port);
}
