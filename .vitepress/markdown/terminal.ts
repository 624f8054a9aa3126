// 一个终端画成一段可以选中、可以复制的文字。
// 两种墨水：程序打印的用 app，系统定下的（端口、进程号）用 sys；键盘上打的加重。

import type { Entry, Part, Terminal } from '../../kit/transcript/parse.ts';
import { escapeHtml } from './html.ts';

/** 一件事旁边的记号：等的那一处和被等的那一行写同一个字。用天干，不用数字：①②③ 是程序的步骤。 */
export type OrderMarks = Map<Entry, string>;

const heavenlyStems = '甲乙丙丁戊己庚辛壬癸';

/** 给每一处「等另一个终端」编号，先等到的在前；被等到的那一行记同一个号。 */
export function orderMarks(terminals: Terminal[]): OrderMarks {
  const marks: OrderMarks = new Map();
  const past = new Set<Entry>();
  const queues = terminals.map((terminal) => [...terminal.entries]);
  let moved = true;
  while (moved) {
    moved = false;
    for (const queue of queues) {
      while (queue[0] && isReady(queue[0], terminals, past, marks)) {
        past.add(queue.shift()!);
        moved = true;
      }
    }
  }
  return marks;
}

/** 轮到这件事了没有：等待，要等的那一行已经出现才算，同时记下记号。 */
function isReady(entry: Entry, terminals: Terminal[], past: Set<Entry>, marks: OrderMarks): boolean {
  if (entry.kind !== 'wait') return true;
  const awaited = terminals
    .find((terminal) => terminal.id === entry.terminal)
    ?.entries.find((other) => other.kind === 'output' && plainText(other.parts).includes(entry.text));
  if (!awaited) return true;
  if (!past.has(awaited)) return false;
  const mark = marks.get(awaited) ?? heavenlyStems[new Set(marks.values()).size] ?? '…';
  marks.set(awaited, mark).set(entry, mark);
  return true;
}

interface TerminalOptions {
  /** 只要画出来的第几行到第几行，从 1 数起。 */
  range?: [number, number] | undefined;
  /** 写在名字右边的小字。 */
  note?: string;
}

export function terminalHtml(terminal: Terminal, marks: OrderMarks, { range, note }: TerminalOptions = {}): string {
  const lines = terminalLines(terminal.entries, marks);
  const shown = range ? lines.slice(range[0] - 1, range[1]) : lines;
  const name = escapeHtml(terminal.name);
  // 用 <section>，不用 role="group"：Vue 不认得 role，会把整段实录又写进脚本里一遍。
  return (
    `<section class="terminal" aria-label="终端：${name}">` +
    `<p class="terminal-name"><span>${name}</span>${note ? `<small>${escapeHtml(note)}</small>` : ''}</p>` +
    `<pre tabindex="0" aria-label="${name}的终端内容"><code>${shown.join('\n')}</code></pre></section>`
  );
}

/** 一件事一行；等待没有自己的一行，记在下一行前面。 */
function terminalLines(entries: Entry[], marks: OrderMarks): string[] {
  const lines: string[] = [];
  let waiting = '';
  let ours = false;
  for (const entry of entries) {
    if (entry.kind === 'wait') {
      const mark = marks.get(entry);
      if (mark) waiting += `<span class="order" title="等到标着「${mark}」的那一行出现以后">${mark}</span>`;
      continue;
    }
    if (entry.kind === 'command') ours = isOwnProgram(entry.text);
    const mark = marks.get(entry);
    const awaited = mark ? `<span class="order awaited" title="另一个终端等到这一行才往下走">${mark}</span>` : '';
    lines.push(`${waiting}${entryHtml(entry, ours)}${awaited}`);
    waiting = '';
  }
  return lines;
}

function entryHtml(entry: Exclude<Entry, { kind: 'wait' }>, ours: boolean): string {
  switch (entry.kind) {
    case 'command':
      return `<span class="prompt">$ </span><b>${escapeHtml(entry.text)}</b>`;
    case 'input':
      return `<kbd>${escapeHtml(entry.text)}</kbd><span class="enter" title="按回车">↵</span>`;
    case 'interrupt':
      return '<span class="key" title="按 Ctrl-C">^C</span>';
    case 'endOfInput':
      return '<span class="key" title="输入到此为止">^D</span>';
    case 'exit':
      return `<span class="exit">（退出码 ${entry.code}）</span>`;
    case 'output':
      return `<span class="${ours ? 'by-app' : 'by-tool'}">${entry.parts.map(partHtml).join('')}</span>`;
  }
}

function partHtml(part: Part): string {
  if (typeof part === 'string') return escapeHtml(part);
  return `<span class="by-sys" title="${escapeHtml(part.name)}：系统定的，每次不同">${escapeHtml(part.value)}</span>`;
}

/** 教程里的程序（和笔记里的 Python 程序）打印的是「程序写的」；ss、lsof 打印的不是。 */
function isOwnProgram(command: string): boolean {
  return /^(?:npx tsx|node|npm|python3?)\b/.test(command);
}

function plainText(parts: Part[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : part.value)).join('');
}
