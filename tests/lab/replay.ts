/**
 * 在实验室里重演一份终端记录：同样的程序、同样的输入，看输出是不是一字不差。
 *
 * 所有终端在同一台模拟的主机上。每个终端的输出单独比，终端之间的先后只看（等……）。
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { compileModule } from '../../lab/compile.ts';
import { Lab, SECOND, type CompiledModule, type LabProcess } from '../../lab/index.ts';
import { nodeEngine } from '../../lab/process/node-engine.ts';
import { matches } from '../../kit/transcript/match.ts';
import type { Entry, Output, Terminal, Transcript } from '../../kit/transcript/parse.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** 一件事等了这么久（虚拟时间）还没有等到，就是等不到了。 */
const PATIENCE = 30 * SECOND;
/** 切换到另一个终端、打命令、Node 启动，真的要花这么多毫秒；虚拟的时钟不花，要补上。 */
const STARTUP_MS = 200;

class Screen {
  readonly terminal: Terminal;
  readonly processes: LabProcess[] = [];
  /** 已经做到第几项。 */
  position = 0;

  constructor(terminal: Terminal) {
    this.terminal = terminal;
  }

  get current(): LabProcess | undefined {
    return this.processes.at(-1);
  }

  text(stream: 'stdout' | 'stderr'): string {
    return this.processes.map((process) => process[stream]).join('');
  }

  lines(stream: 'stdout' | 'stderr'): string[] {
    return this.text(stream).split('\n').filter((line) => line.trim() !== '');
  }

  expected(stream: 'stdout' | 'stderr', upTo = Infinity): Output[] {
    return this.terminal.entries
      .slice(0, upTo)
      .filter((entry): entry is Output => entry.kind === 'output' && entry.stream === stream);
  }

  /** 这一项之前该出现的都出现了。 */
  get isReady(): boolean {
    return (['stdout', 'stderr'] as const).every(
      (stream) => this.lines(stream).length >= this.expected(stream, this.position).length,
    );
  }
}

/** 重演；返回每一处不同，没有就是空的。 */
export async function replayInLab(transcript: Transcript, prepare: (lab: Lab) => void = () => {}): Promise<string[]> {
  const lab = new Lab({ seed: 1, engine: nodeEngine() });
  lab.addHost('computer', ['192.0.2.1']);
  prepare(lab);
  const screens = transcript.terminals.map((terminal) => new Screen(terminal));
  const stuck = await play(lab, screens);
  for (const screen of screens) screen.current?.endInput();
  await lab.run({ until: lab.now + PATIENCE });
  lab.close();
  return [...stuck, ...screens.flatMap(differences)];
}

/** 轮流看每个终端能不能往下做；都不能就让时间往前走。 */
async function play(lab: Lab, screens: Screen[]): Promise<string[]> {
  for (;;) {
    let moved = false;
    for (const screen of screens) moved = (await advance(lab, screen, screens)) || moved;
    const waiting = screens.filter((screen) => screen.position < screen.terminal.entries.length);
    if (waiting.length === 0) return [];
    if (moved) continue;
    const until = lab.now + PATIENCE;
    const before = lab.now;
    await lab.run({ until, stopWhen: () => waiting.some((screen) => canAdvance(screen, screens)) });
    if (!waiting.some((screen) => canAdvance(screen, screens))) {
      const places = waiting.map((screen) => `${screen.terminal.id} 第 ${screen.terminal.entries[screen.position]!.line} 行`);
      return [`等不到：${places.join('、')}（虚拟时间 ${before / SECOND} 秒起等了 ${PATIENCE / SECOND} 秒）`];
    }
  }
}

function canAdvance(screen: Screen, screens: Screen[]): boolean {
  const entry = screen.terminal.entries[screen.position];
  if (!entry) return false;
  if (entry.kind === 'output') return true;
  if (entry.kind === 'wait') {
    const other = screens.find((one) => one.terminal.id === entry.terminal)!;
    return `${other.text('stdout')}${other.text('stderr')}`.includes(entry.text);
  }
  if (entry.kind === 'exit') return screen.current?.exit !== undefined;
  if (entry.kind === 'command') return screen.current === undefined || screen.current.exit !== undefined;
  return screen.isReady;
}

async function advance(lab: Lab, screen: Screen, screens: Screen[]): Promise<boolean> {
  if (!canAdvance(screen, screens)) return false;
  await perform(lab, screen, screen.terminal.entries[screen.position]!);
  screen.position += 1;
  return true;
}

async function perform(lab: Lab, screen: Screen, entry: Entry): Promise<void> {
  if (entry.kind === 'command') {
    await lab.runFor(STARTUP_MS);
    screen.processes.push(await start(lab, entry.text));
  }
  if (entry.kind === 'input') screen.current!.type(`${entry.text}\n`);
  else if (entry.kind === 'endOfInput') screen.current!.endInput();
  else if (entry.kind === 'interrupt') screen.current!.signal('SIGINT');
}

/** `npx tsx chapters/…/x.ts 参数`；程序可以引用本章的任何文件。 */
async function start(lab: Lab, command: string): Promise<LabProcess> {
  const words = command.split(/\s+/);
  const index = words.findIndex((word) => word.endsWith('.ts'));
  const [, chapter, entry] = /^(chapters\/[^/]+)\/(.+)$/.exec(words[index]!)!;
  return lab.start({ host: 'computer', modules: modulesOf(path.join(root, chapter!), entry!), entry: entry!, args: words.slice(index + 1) });
}

const compiled = new Map<string, CompiledModule>();

/** 一个程序和它引用到的本章的文件；路径相对于这一章的文件夹。 */
function modulesOf(chapter: string, entry: string): CompiledModule[] {
  const found = new Map<string, CompiledModule>();
  const add = (name: string): void => {
    if (found.has(name)) return;
    const module = compiledFile(chapter, name);
    found.set(name, module);
    for (const specifier of module.imports) {
      if (specifier.startsWith('.')) add(path.posix.join(path.posix.dirname(name), specifier));
    }
  };
  add(entry);
  return [...found.values()];
}

function compiledFile(chapter: string, name: string): CompiledModule {
  const file = path.join(chapter, name);
  const module = compiled.get(file) ?? compileModule(name, readFileSync(file, 'utf8'));
  compiled.set(file, module);
  return module;
}

function differences(screen: Screen): string[] {
  const found: string[] = [];
  for (const stream of ['stdout', 'stderr'] as const) {
    const lines = screen.lines(stream);
    const expected = screen.expected(stream);
    for (let index = 0; index < Math.max(lines.length, expected.length); index += 1) {
      const want = expected[index];
      const got = lines[index];
      if (want && got !== undefined && matches(want.parts, got)) continue;
      found.push(`${screen.terminal.id} ${stream} 第 ${index + 1} 行：该是「${want ? JSON.stringify(want.parts) : '没有'}」，实验室里是「${got ?? '没有'}」`);
    }
  }
  return [...found, ...exitDifferences(screen)];
}

/** 记录里没有写退出码，就是 0；被 Ctrl-C 打断而没有理会的，不比。 */
function exitDifferences(screen: Screen): string[] {
  const commands = screen.terminal.entries.filter((entry) => entry.kind === 'command').length;
  const exits = screen.terminal.entries.filter((entry) => entry.kind === 'exit').map((entry) => entry.code);
  const last = screen.current?.exit;
  if (commands !== 1 || !last || last.signal) return [];
  const want = exits[0] ?? 0;
  return last.code === want ? [] : [`${screen.terminal.id} 的退出码该是 ${want}，实验室里是 ${last.code}`];
}

/** 章节的全部记录，只要不用别的程序、在 Linux 上成立的。 */
export function labTranscripts(): string[] {
  const chapters = readdirSync(path.join(root, 'chapters')).sort();
  return chapters.flatMap((chapter) => {
    const folder = path.join(root, 'chapters', chapter, 'transcripts');
    if (!existsSync(folder)) return [];
    return readdirSync(folder).filter((name) => name.endsWith('.txt')).map((name) => path.join(folder, name));
  });
}
