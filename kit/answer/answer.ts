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

export interface Received {
  atMs: number;
  address: string;
  port: number;
  text: string;
}

/** 关上一个 UDP 套接字的时候：它寄过几次，其中几次的回调已经执行过。 */
export interface Closed {
  atMs: number;
  sends: number;
  results: number;
}

const preload = pathToFileURL(fileURLToPath(new URL('preload.mjs', import.meta.url))).href;

/** 常见的崩溃，各用一句话说明出了什么事。 */
const crashHints: Record<string, string> = {
  'Dynamic require of': '这里的文件都是 ES 模块：用 `import … from …`，不用 `require`。',
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
  /** 每次收到 UDP 报文：何时、从哪里、说了什么。 */
  readonly receives: Received[] = [];
  readonly bound: Bound[] = [];
  /** 想绑定却已经有人占用的端口。 */
  readonly #taken: number[] = [];
  /** 调用过几次 TCP 的 `connect`。 */
  connects = 0;
  /** 每个 TCP 连接上读走了多少字节：键是两个端口，自己的在前。 */
  readonly #bytesRead = new Map<string, number>();
  /** 每个 TCP 连接上读到 FIN 的时刻，同一个时钟；键同上。 */
  readonly #finsRead = new Map<string, number>();
  /** 程序每次写下 `send` 的时刻，同一个时钟；真的去寄（见上面的 sendTimesMs）可以晚得多，也可以没有。 */
  readonly sendCallTimesMs: number[] = [];
  /** 每次 `send` 的回调执行的时刻，同一个时钟。 */
  readonly resultTimesMs: number[] = [];
  readonly closes: Closed[] = [];
  /** 程序自己结束的时刻，同一个时钟；被信号结束的没有。 */
  exitMs: number | undefined;
  /** 从启动到 Node 起来（学习者的代码将要开始）用了多久，毫秒；还没有起来就是 `undefined`。 */
  startupMs: number | undefined;

  readonly #program: Program;
  readonly #compiled: Compiled;
  readonly #trace: Trace;
  readonly #lines: string[] = [];
  #split = 0;
  #crash: { said: string; stack: string; code?: string } | undefined;
  #tracedLines = 0;
  #tracedExit = false;

  /**
   * @param wake 它每有动静就叫一次，让等待者再看一眼
   * @param before 在程序之前运行的模块，`file:` 开头的地址；没有就不写
   */
  constructor(compiled: Compiled, args: readonly (string | number)[], trace: Trace, wake: () => void, before?: string) {
    this.args = args;
    this.#compiled = compiled;
    this.#trace = trace;
    const begin = performance.now();
    const onMessage = (message: unknown): void => {
      this.startupMs ??= performance.now() - begin;
      this.#hear(message as { event: string; atMs: number } & Bound);
      wake();
    };
    const onChange = (): void => {
      this.#record();
      wake();
    };
    this.#program = start(process.execPath, ['--enable-source-maps', '--import', preload, compiled.runnable, ...args.map(String)], { onMessage, onChange, ownGroup: true, env: before === undefined ? {} : { SOCKET_COURSE_BEFORE: before } });
    trace.add(`启动你的程序，参数：${args.join(' ') || '无'}`);
  }

  /** 标准输出里到现在为止的行，不含末尾没写完的半行（程序结束后半行也算）。 */
  get lines(): string[] {
    // 只切新来的那一段：每来一块输出都从头切一遍，输出一多，判题的一方自己就忙不过来了。
    const text = this.#program.stdout;
    for (let end = text.indexOf('\n', this.#split); end >= 0; end = text.indexOf('\n', this.#split)) {
      this.#lines.push(text.slice(this.#split, end));
      this.#split = end + 1;
    }
    const rest = text.slice(this.#split);
    return this.exited !== undefined && rest !== '' ? [...this.#lines, rest] : this.#lines;
  }

  /** 打印过含有 `text` 的一行吗。 */
  printed(text: string): boolean {
    return this.lines.some((line) => line.includes(text));
  }

  /** 输出多得没有留全吗。 */
  get flooded(): boolean {
    return this.#program.overflowed;
  }

  get exited(): Exit | undefined {
    return this.#program.exited;
  }

  /** 有过动静吗：发过、绑定过、连过、打印过，或者已经结束。 */
  get alive(): boolean {
    return this.sendTimesMs.length + this.bound.length + this.connects > 0 || this.#program.stdout !== '' || this.exited !== undefined;
  }

  /** 没有人接住的错误：第一行说了什么，在学习者文件的哪一行；没有崩溃就是 `undefined`。 */
  get crash(): string | undefined {
    if (this.exited?.code === 13) return '顶层的 await 等的 promise 再也不会有结果：没有什么还能叫醒它，Node 以退出码 13 结束。';
    if (!this.#crash) return undefined;
    const { code = '' } = this.#crash;
    const said = this.#compiled.rename(this.#crash.said);
    const text = this.#compiled.rename(`${this.#crash.stack}\n${this.#program.stderr}`);
    const place = text.split(this.#compiled.source)[1]?.match(/^:(\d+)/)?.[1];
    const hint = crashHints[code] ?? Object.entries(crashHints).find(([name]) => said.includes(name))?.[1];
    return [place ? `${this.#compiled.source}:${place}  ${said}` : said, hint].filter(Boolean).join('\n');
  }

  /** 参数里给它的端口，在它绑定之前被别的程序占用了吗。那不是它的错。 */
  get robbed(): boolean {
    return this.#taken.some((port) => this.args.includes(port));
  }

  /** 它从这个连接里读走了多少字节；端口是站在它的位置上说的。 */
  bytesRead(localPort: number, remotePort: number): number {
    return this.#bytesRead.get(`${localPort} ${remotePort}`) ?? 0;
  }

  /** 它在这个连接里读到 FIN 的时刻；还没有读到就是 `undefined`。 */
  finReadMs(localPort: number, remotePort: number): number | undefined {
    return this.#finsRead.get(`${localPort} ${remotePort}`);
  }

  type(line: string): void {
    this.#trace.add(`键盘 → 你的程序：${visible(line)}，回车`);
    this.#program.type(line);
  }

  /** @param text 最后一行没有换行的时候，这半行 */
  endInput(text = ''): void {
    if (text) this.#trace.add(`键盘 → 你的程序：${visible(text)}，没有回车`);
    this.#trace.add('键盘 → 你的程序：输入到此为止');
    this.#program.endInput(text);
  }

  /** 检查到此为止，结束它；这以后的动静与它答得对不对无关，不再记进对话。 */
  async stop(): Promise<void> {
    this.#tracedExit = true;
    await this.#program.stop();
  }

  #hear(message: { event: string; atMs: number } & Bound): void {
    if (message.event === 'send') this.sendTimesMs.push(message.atMs);
    if (message.event === 'receive') {
      this.receiveTimesMs.push(message.atMs);
      this.receives.push(message as unknown as Received);
    }
    if (message.event === 'taken') this.#taken.push(message.port);
    if (message.event === 'connect') this.connects += 1;
    if (message.event === 'read') {
      const { localPort, remotePort, bytes, fin } = message as unknown as { localPort: number; remotePort: number; bytes: number; fin: boolean };
      const key = `${localPort} ${remotePort}`;
      this.#bytesRead.set(key, this.bytesRead(localPort, remotePort) + bytes);
      if (fin) this.#finsRead.set(key, message.atMs);
    }
    if (message.event === 'call') this.sendCallTimesMs.push(message.atMs);
    if (message.event === 'result') this.resultTimesMs.push(message.atMs);
    if (message.event === 'close') this.closes.push(message as unknown as Closed);
    if (message.event === 'exit') this.exitMs = message.atMs;
    if (message.event === 'crash') this.#crash = message as never;
    if (message.event === 'bound') this.bound.push({ protocol: message.protocol, address: message.address, port: message.port });
  }

  #record(): void {
    const { lines } = this;
    for (; this.#tracedLines < lines.length; this.#tracedLines += 1) this.#trace.add(`你的程序打印：${visible(lines[this.#tracedLines]!)}`);
    if (this.exited && !this.#tracedExit) {
      this.#tracedExit = true;
      this.#trace.add(`你的程序结束，${this.exited.code === null ? `被信号 ${this.exited.signal} 结束` : `退出码 ${this.exited.code}`}`);
    }
  }
}
