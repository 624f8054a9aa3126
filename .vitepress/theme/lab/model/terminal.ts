/** 一个终端：打过的命令、程序写的、键盘上打的，一行一行。 */
import type { LabProcess } from '../../../../lab/index.ts';
import type { TerminalPlan } from './scene.ts';

/** 一行里的一截：是谁写的。 */
export interface Piece {
  kind: 'command' | 'output' | 'typed' | 'faint';
  text: string;
}

/** 屏幕上的一行。只往后添，不改前面的，所以画过的行不用再画。 */
export interface Row {
  key: number;
  pieces: Piece[];
  /** 一共几个字：变了才要重画 */
  length: number;
}

/** 屏幕往回能翻这么多行；再早的不留。 */
const MOST_ROWS = 300;

export class Terminal {
  readonly plan: TerminalPlan;
  readonly rows: Row[] = [];
  process: LabProcess | undefined;
  /** 输入框里的字。 */
  draft: string;
  /** 请人输入的那一句，已经有人答过了。 */
  answered = false;
  /** 按过 Ctrl-D：再打字也没有人读。 */
  inputEnded = false;
  /** 结束已经写在屏幕上了。 */
  ended = false;
  /** 有变化就加一：画面凭它知道要不要重画。 */
  version = 0;
  #seen = 0;
  #made = 0;
  /** 最后一行还没有换行。 */
  #isOpen = false;

  constructor(plan: TerminalPlan) {
    this.plan = plan;
    this.draft = plan.line ?? '';
  }

  get running(): boolean {
    return this.process !== undefined && this.process.exit === undefined;
  }

  /** 程序在等键盘上的下一行。 */
  get reading(): boolean {
    if (!this.running || !this.plan.keyboard) return false;
    return this.plan.keyboard === 'lines' ? !this.inputEnded : !this.answered;
  }

  /** 程序写的一共是什么，两个出口合在一起。 */
  get text(): string {
    return this.process?.output.map((part) => part.text).join('') ?? '';
  }

  get command(): string {
    return ['npx tsx', this.plan.entry, ...this.plan.args].join(' ');
  }

  begin(process: LabProcess): void {
    this.process = process;
    this.answered = false;
    this.inputEnded = false;
    this.ended = false;
    this.#seen = 0;
    this.#isOpen = false;
    this.#write('faint', '$ ');
    this.#write('command', `${this.command}\n`);
  }

  /** 把进程新写的抄下来；返回有没有新的。 */
  collect(): boolean {
    const fresh = this.process?.output.slice(this.#seen) ?? [];
    this.#seen += fresh.length;
    for (const { text } of fresh) this.#write('output', text);
    return fresh.length > 0;
  }

  typed(text: string): void {
    this.#write('typed', text);
  }

  key(text: string): void {
    this.#write('faint', `${text}\n`);
  }

  exited(code: number): void {
    this.ended = true;
    this.version += 1;
    if (code === 0) return;
    this.#isOpen = false;
    this.#write('faint', `（退出码 ${code}）\n`);
  }

  /** 接着写：换行就另起一行。 */
  #write(kind: Piece['kind'], text: string): void {
    this.version += 1;
    const lines = text.split('\n');
    for (const [index, line] of lines.entries()) {
      const isLast = index === lines.length - 1;
      if (isLast && line === '') break;
      if (!this.#isOpen) this.rows.push({ key: (this.#made += 1), pieces: [], length: 0 });
      const row = this.rows.at(-1)!;
      row.length += line.length;
      const end = row.pieces.at(-1);
      if (end?.kind === kind) end.text += line;
      else row.pieces.push({ kind, text: line });
      this.#isOpen = isLast;
    }
    if (this.rows.length > MOST_ROWS) this.rows.splice(0, this.rows.length - MOST_ROWS);
  }
}
