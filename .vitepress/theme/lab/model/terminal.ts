/** 一个终端：打过的命令、程序写的、键盘上打的。 */
import type { LabProcess } from '../../../../lab/index.ts';
import type { TerminalPlan } from './scene.ts';

export interface Entry {
  kind: 'command' | 'output' | 'typed' | 'key' | 'exit';
  text: string;
}

export class Terminal {
  readonly plan: TerminalPlan;
  readonly entries: Entry[] = [];
  process: LabProcess | undefined;
  /** 输入框里的字。 */
  draft: string;
  /** 请人输入的那一句，已经有人答过了。 */
  answered = false;
  /** 按过 Ctrl-D：再打字也没有人读。 */
  inputEnded = false;
  /** 结束已经写在屏幕上了。 */
  ended = false;
  #seen = 0;

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
    this.entries.push({ kind: 'command', text: this.command });
  }

  /** 把进程新写的抄下来；返回有没有新的。 */
  collect(): boolean {
    const fresh = this.process?.output.slice(this.#seen) ?? [];
    this.#seen += fresh.length;
    for (const { text } of fresh) this.#append('output', text);
    return fresh.length > 0;
  }

  typed(text: string): void {
    this.#append('typed', text);
  }

  key(text: string): void {
    this.entries.push({ kind: 'key', text });
  }

  exited(code: number): void {
    this.ended = true;
    if (code !== 0) this.entries.push({ kind: 'exit', text: `（退出码 ${code}）` });
  }

  #append(kind: Entry['kind'], text: string): void {
    const last = this.entries.at(-1);
    if (last?.kind === kind && kind === 'output') last.text += text;
    else this.entries.push({ kind, text });
  }
}
