/**
 * 把一份终端记录重演一遍：同样的命令、同样的输入、同样的先后，看程序这一次说了什么。
 *
 * 记录里写的端口（例如 12000）重演时不一定空着，所以另借一个，比较时再换回记录里的那一个。
 * 不让系统挑：它挑的端口也许刚有别的程序用过，`ss` 里会看见那些程序留下的连接。
 *
 * 每个终端的每个输出流各自比较；终端之间的先后只由 `（等 …）` 规定。
 */
import { untouchedPort } from '../port.ts';
import { programCommand } from '../compiled.ts';
import { defaultWaitMs, root, start, WaitError, type Program } from '../program.ts';
import { align } from './align.ts';
import { matches, textOf, valuesIn } from './match.ts';
import type { Entry, Output, Part, Terminal, Transcript } from './parse.ts';

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
  /** 做完每一次等待、动手做每一次输入的时候，已经打印了几行；`line` 是那一件事在记录里的行号。 */
  marks: (Record<Stream, number> & { line: number })[];
  exitCode: number | null;
}

export interface Replayed {
  terminal: Terminal;
  scenes: Scene[];
  /** 没有演完的原因：等一行、等另一个终端、等程序结束，等不到。演完了就没有这一项。 */
  stopped?: string;
}

export interface ReplayOptions {
  /** 从哪个文件夹启动程序，默认是项目的根目录。 */
  folder?: string;
  /** 每一次等待的上限，毫秒。 */
  waitMs?: number;
}

/**
 * 重演。所有进程在返回之前都已结束，无论成败。
 *
 * @returns 每个终端实际发生的事，交给 {@link differences} 比较
 */
export async function replay(transcript: Transcript, options: ReplayOptions = {}): Promise<Replayed[]> {
  const stage = new Stage(options);
  try {
    return await Promise.all(transcript.terminals.map((terminal) => stage.play(terminal)));
  } finally {
    await stage.clear();
  }
}

/** 一台上的所有终端；它们共用一张端口对照表，互相等待。 */
class Stage {
  readonly #ports: Ports = { actual: new Map(), shown: new Map() };
  readonly #borrowed = new Map<string, Promise<string>>();
  readonly #running: Program[] = [];
  readonly #said = new Map<string, string>();
  readonly #listeners = new Set<() => void>();
  readonly #folder: string;
  readonly #waitMs: number;
  /** 演完了的，和停在半路的终端：它们不会再说别的。 */
  readonly #finished = new Set<string>();

  constructor({ folder = root, waitMs = defaultWaitMs }: ReplayOptions) {
    this.#folder = folder;
    this.#waitMs = waitMs;
  }

  async play(terminal: Terminal): Promise<Replayed> {
    const replayed = await this.#play(terminal);
    this.#finished.add(terminal.id);
    this.#tell();
    return replayed;
  }

  async #play(terminal: Terminal): Promise<Replayed> {
    const scenes: Scene[] = [];
    let program: Program | undefined;
    try {
      for (const entry of terminal.entries) {
        if (entry.kind === 'wait') {
          await this.#waitFor(entry.terminal, entry.text);
          if (program) mark(program, entry.line, scenes.at(-1)!);
        } else if (entry.kind === 'command') {
          if (program) await this.#finish(program, scenes.at(-1)!);
          program = await this.#launch(terminal.id, entry.text);
          scenes.push({ command: entry.text, line: entry.line, entries: [], actual: { stdout: [], stderr: [] }, marks: [], exitCode: null });
        } else {
          if (!program) throw new WaitError(`终端「${terminal.id}」还没有启动程序，就有了输入或输出。`);
          scenes.at(-1)!.entries.push(entry);
          await this.#perform(program, entry, scenes.at(-1)!);
        }
      }
      if (program) await this.#finish(program, scenes.at(-1)!);
    } catch (error) {
      if (!(error instanceof WaitError)) throw error;
      // 把实际说过的话留给比较：「少了哪一行」比「等不到」更说明问题。
      if (program) scenes.at(-1)!.actual = this.#linesOf(program);
      return { terminal, scenes, stopped: error.summary };
    }
    return { terminal, scenes };
  }

  async clear(): Promise<void> {
    await Promise.all(this.#running.map((program) => program.stop()));
  }

  async #launch(id: string, command: string): Promise<Program> {
    const tsx = /^npx tsx (chapters\/\S+\.ts)((?: \S+)*)$/.exec(command);
    const program = tsx
      ? start(...programCommand(tsx[1]!, await this.#arguments(tsx[2]!.split(' ').filter(Boolean)), this.#folder), { cwd: this.#folder })
      : start(translate(command, this.#ports.actual), [], { shell: true, cwd: this.#folder });
    this.#running.push(program);
    this.#listen(id, program);
    return program;
  }

  /** 换上借来的端口。 */
  async #arguments(args: string[]): Promise<string[]> {
    if (args[0] !== undefined && !/^\d+$/.test(args[0])) return args;
    return [await this.#borrow(args[0] ?? '12000'), ...args.slice(1)];
  }

  /** 记录里的一个端口，借一个来代替；再问到它，还是那一个：服务端和找它的客户端才碰得上头。 */
  #borrow(shown: string): Promise<string> {
    const borrowing = this.#borrowed.get(shown) ?? untouchedPort().then(String);
    this.#borrowed.set(shown, borrowing);
    return borrowing.then((actual) => {
      this.#ports.actual.set(shown, actual);
      this.#ports.shown.set(actual, shown);
      return actual;
    });
  }

  /** 每听到一句就告诉等待者；他们看的是这个终端说过的一切，包括前几条命令说的。 */
  #listen(id: string, program: Program): void {
    const before = this.#said.get(id) ?? '';
    void program.until(() => {
      this.#said.set(id, before + program.stdout + program.stderr);
      this.#tell();
      return program.exited !== undefined;
    }, '程序结束', 10 * this.#waitMs).catch(() => {});
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  async #waitFor(id: string, text: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const look = (): void => {
        const heard = translate(this.#said.get(id) ?? '', this.#ports.shown).includes(text);
        if (heard) settle(resolve);
        else if (this.#finished.has(id)) settle(() => reject(missed()));
      };
      const settle = (outcome: () => void): void => {
        clearTimeout(timer);
        this.#listeners.delete(look);
        outcome();
      };
      const missed = (): WaitError => new WaitError(`终端「${id}」始终没有说到「${text}」。`);
      const timer = setTimeout(() => settle(() => reject(missed())), this.#waitMs);
      this.#listeners.add(look);
      look();
    });
  }

  async #perform(program: Program, entry: Entry, scene: Scene): Promise<void> {
    if (entry.kind !== 'output' && entry.kind !== 'exit') mark(program, entry.line, scene);
    if (entry.kind === 'input') program.type(entry.text);
    else if (entry.kind === 'endOfInput') program.endInput();
    else if (entry.kind === 'interrupt') program.interrupt();
    else if (entry.kind === 'output') await this.#expectLine(program, entry, scene.entries);
  }

  /**
   * 下一件事要等这一行出现之后才做；一样的行有几行，就要等到第几行。
   * 内容对不对，全部结束后再比较，所以程序已经结束就不必再等。
   */
  async #expectLine(program: Program, entry: Output, soFar: Entry[]): Promise<void> {
    const alike = soFar.filter((other) => other.kind === 'output' && other.stream === entry.stream && matches(entry.parts, textOf(other.parts)));
    const seen = (): boolean => {
      if (program.exited) return true;
      const lines = linesIn(program[entry.stream]).filter((line) => matches(entry.parts, translate(line, this.#ports.shown)));
      return lines.length >= alike.length;
    };
    await program.until(seen, `打印「${textOf(entry.parts)}」`, this.#waitMs);
  }

  async #finish(program: Program, scene: Scene): Promise<void> {
    const { code, signal } = await program.exit(this.#waitMs).catch((error: WaitError) => {
      throw new WaitError(`${error.summary}记录里的每个程序都要有结束的时候：自己结束，或者最后按 ^C。`);
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
  for (const { terminal, scenes, stopped } of replayed) {
    for (const scene of scenes) {
      const where = `终端「${terminal.id}」的 ${scene.command}`;
      for (const stream of ['stdout', 'stderr'] as const) found.push(...compareLines(where, scene, stream, values));
      const expected = expectedExit(scene.entries);
      const finished = stopped === undefined || scene !== scenes.at(-1);
      if (finished && !diedAtOnce(scene.entries) && scene.exitCode !== expected) {
        found.push(`${where}：记录里的退出码是 ${expected}，这一次是 ${scene.exitCode ?? '没有退出码（被信号结束）'}。`);
      }
    }
    if (stopped !== undefined) found.push(`终端「${terminal.id}」没有演完。${stopped}`);
  }
  return found;
}

function compareLines(where: string, scene: Scene, stream: Stream, values: Map<string, string>): string[] {
  const expected = outputsBeforeLoss(scene.entries).filter((entry) => entry.stream === stream);
  const actual = scene.actual[stream];
  const found: string[] = [];
  for (const [entry, line] of align(expected, actual)) {
    if (entry && line !== undefined && remember(entry.parts, line, values)) continue;
    found.push(`${where}，${describe(entry, line)}`);
  }
  return found;
}

function describe(entry: Output | undefined, line: string | undefined): string {
  if (!entry) return `多了一行：「${line}」。`;
  const now = line === undefined ? '没有这一行' : `是「${line}」`;
  return `第 ${entry.line} 行：记录里是「${textOf(entry.parts)}」，这一次${now}。`;
}

/** Windows 上发不出 SIGINT，重演时的 Ctrl-C 直接结束进程：遗言和退出码都不作比较。 */
function diedAtOnce(entries: Entry[]): boolean {
  return process.platform === 'win32' && entries.some((entry) => entry.kind === 'interrupt');
}

function outputsBeforeLoss(entries: Entry[]): Output[] {
  const kept = diedAtOnce(entries) ? entries.slice(0, entries.findIndex((entry) => entry.kind === 'interrupt')) : entries;
  return kept.filter((entry) => entry.kind === 'output');
}

function expectedExit(entries: Entry[]): number {
  return entries.find((entry) => entry.kind === 'exit')?.code ?? 0;
}

/** 这一行对得上吗；对得上就记住每个名字这一次的值，以后同名的必须同值。 */
function remember(parts: Part[], line: string, values: Map<string, string>): boolean {
  const now = valuesIn(parts, line);
  const agreed = now !== undefined && now.every(([name, value]) => (values.get(name) ?? value) === value);
  if (agreed) for (const [name, value] of now) values.set(name, value);
  return agreed;
}

function mark(program: Program, line: number, scene: Scene): void {
  scene.marks.push({ line, stdout: linesIn(program.stdout).length, stderr: linesIn(program.stderr).length });
}

function linesIn(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

/** 按对照表换端口；只换独立的数字，不动别的数字里的一段。 */
export function translate(text: string, table: ReadonlyMap<string, string>): string {
  return text.replace(/(?<!\d)\d{1,5}(?!\d)/g, (digits) => table.get(digits) ?? digits);
}
