/** 学习者的程序，作为一个真正的进程在运行；它说的话和它的发送时刻都看得见。 */
import { pathToFileURL, fileURLToPath } from 'node:url';
import { start, type Exit, type Program } from '../program.ts';
import { visible, type Trace } from '../trace.ts';
import type { Compiled } from './compile.ts';

/** 预先加载的那一段报告的绑定。 */
export interface Bound {
  protocol: 'udp' | 'tcp';
  address: string;
  port: number;
}

const preload = pathToFileURL(fileURLToPath(new URL('preload.mjs', import.meta.url))).href;

/** 常见的崩溃，各用一句话说明出了什么事。 */
const crashHints: Record<string, string> = {
  ERR_SOCKET_DGRAM_NOT_RUNNING: '套接字已经关上，却还有计时器或回调在用它。',
  ERR_SOCKET_DGRAM_IS_CONNECTED: '这个 UDP 套接字已经 connect 过，发送时不能再写目的地址。',
  ERR_SOCKET_ALREADY_BOUND: '同一个套接字绑定了两次。',
  ERR_UNHANDLED_ERROR: "有人发出了 'error'，却没有人听着。",
  ECONNREFUSED: '对方那里没有人在等：端口上没有程序，或者它已经结束。',
  ECONNRESET: "对方把连接断了；套接字要有 'error' 监听者。",
  EADDRINUSE: '要绑定的端口已经有人占用。',
  EPIPE: '对方已经不再读了，还在往那边写。',
};

export class Answer {
  readonly args: readonly (string | number)[];
  /** 每次调用 `dgram` 的 `send` 的时刻，毫秒，程序自己的单调时钟。 */
  readonly sendTimesMs: number[] = [];
  /** 每次收到 UDP 报文（回调将要执行）的时刻，同一个时钟。 */
  readonly receiveTimesMs: number[] = [];
  readonly bound: Bound[] = [];

  readonly #program: Program;
  readonly #compiled: Compiled;
  readonly #trace: Trace;
  #tracedLines = 0;
  #tracedExit = false;

  /** @param wake 它每有动静就叫一次，让等待者再看一眼 */
  constructor(compiled: Compiled, args: readonly (string | number)[], trace: Trace, wake: () => void) {
    this.args = args;
    this.#compiled = compiled;
    this.#trace = trace;
    const onMessage = (message: unknown): void => {
      this.#hear(message as { event: string; atMs: number } & Bound);
      wake();
    };
    const onChange = (): void => {
      this.#record();
      wake();
    };
    this.#program = start(process.execPath, ['--import', preload, compiled.runnable, ...args.map(String)], { onMessage, onChange });
    trace.add(`启动你的程序，参数：${args.join(' ') || '无'}`);
  }

  /** 标准输出里到现在为止的行，不含末尾没写完的半行（程序结束后半行也算）。 */
  get lines(): string[] {
    const lines = this.#program.stdout.split('\n').map((line) => line.trimEnd());
    if (this.#program.exited === undefined || lines.at(-1) === '') lines.pop();
    return lines;
  }

  /** 打印过含有 `text` 的一行吗。 */
  printed(text: string): boolean {
    return this.lines.some((line) => line.includes(text));
  }

  get exited(): Exit | undefined {
    return this.#program.exited;
  }

  /** 有过动静吗：发过、绑定过、打印过，或者已经结束。 */
  get alive(): boolean {
    return this.sendTimesMs.length + this.bound.length > 0 || this.#program.stdout !== '' || this.exited !== undefined;
  }

  /** 没有人接住的错误：第一行说了什么，在学习者文件的哪一行；没有崩溃就是 `undefined`。 */
  get crash(): string | undefined {
    const text = this.#compiled.rename(this.#program.stderr);
    if (!this.exited || this.exited.code === 0 || !/^\s+at /m.test(text)) return undefined;
    const said = /^(?:Uncaught )?\w*(?:Error|Exception)\b.*$/m.exec(text)?.[0] ?? text.trim().split('\n')[0];
    const place = text.split(this.#compiled.source)[1]?.match(/^:(\d+)/)?.[1];
    const hint = Object.entries(crashHints).find(([code]) => text.includes(code))?.[1];
    return [place ? `${this.#compiled.source}:${place}  ${said}` : said, hint].filter(Boolean).join('\n');
  }

  type(line: string): void {
    this.#trace.add(`键盘 → 你的程序：${visible(line)}，回车`);
    this.#program.type(line);
  }

  endInput(): void {
    this.#trace.add('键盘 → 你的程序：输入到此为止');
    this.#program.endInput();
  }

  /** 检查到此为止，结束它；这以后的动静与它答得对不对无关，不再记进对话。 */
  async stop(): Promise<void> {
    this.#tracedExit = true;
    await this.#program.stop();
  }

  #hear(message: { event: string; atMs: number } & Bound): void {
    if (message.event === 'send') this.sendTimesMs.push(message.atMs);
    if (message.event === 'receive') this.receiveTimesMs.push(message.atMs);
    if (message.event === 'bound') this.bound.push({ protocol: message.protocol, address: message.address, port: message.port });
  }

  #record(): void {
    for (const line of this.lines.slice(this.#tracedLines)) this.#trace.add(`你的程序打印：${visible(line)}`);
    this.#tracedLines = this.lines.length;
    if (this.exited && !this.#tracedExit) {
      this.#tracedExit = true;
      this.#trace.add(`你的程序结束，${this.exited.code === null ? `被信号 ${this.exited.signal} 结束` : `退出码 ${this.exited.code}`}`);
    }
  }
}
