/**
 * 把一个程序当作真正的进程来运行：启动，读它说的话，等它说到某一句，按进程号结束它。
 *
 * 任何等待都有上限，等不到就抛出 `WaitError`，里面写着等的是什么、等了多久、等到了什么。
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** 项目的根目录，绝对路径。程序都从这里启动，与读者照着 README 做的一样。 */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** 没有另外说明时，一次等待的上限，毫秒。机器忙的时候启动一个程序要好几秒，所以宁长勿短。 */
export const defaultWaitMs = 30_000;

/** 每个输出流最多留多少个字符；再多的只数，不存，免得失控的程序撑满内存。 */
const keptCharacters = 1_000_000;

export interface Exit {
  /** 退出码；被信号结束的进程没有退出码。 */
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface StartOptions {
  /** 工作目录，默认是项目的根目录。 */
  cwd?: string;
  /** 添加到（或覆盖）当前环境变量。 */
  env?: Record<string, string>;
  /** 交给 shell 解释整个命令；只用于 `ss … | grep …` 这样的命令行。 */
  shell?: boolean;
  /** 自成一个进程组，`stop()` 时整组结束。 */
  ownGroup?: boolean;
  /** 多开一条 IPC 通道，收到的消息交给这个函数。 */
  onMessage?: (message: unknown) => void;
  /** 每次有输出到来，或者程序结束，都叫它一次。 */
  onChange?: () => void;
}

/** 等待落空：等的是什么、等了多久、程序说过什么，都写在 `message` 里；`summary` 不带程序说过的话。 */
export class WaitError extends Error {
  override name = 'WaitError';
  readonly summary: string;
  constructor(message: string, summary = message) {
    super(message);
    this.summary = summary;
  }
}

/** 用 tsx 运行一个 TypeScript 文件的命令：单个进程，进程号就是程序自己的。 */
export function tsxCommand(file: string, args: readonly string[] = []): [string, string[]] {
  return [process.execPath, ['--import', import.meta.resolve('tsx'), file, ...args]];
}

/**
 * 不要颜色。也不要公司代理的证书：写着 NODE_EXTRA_CA_CERTS，Node 每次一启动就把整个文件读一遍，
 * 几十毫秒的处理器时间，比启动的其余部分加起来还多；这里启动的程序都不上网。
 */
const plainEnvironment = { NO_COLOR: '1', FORCE_COLOR: undefined, NODE_EXTRA_CA_CERTS: undefined };

/**
 * 启动一个程序。
 *
 * @param command 可执行文件
 * @param args 参数
 * @returns 正在运行的程序；启动失败时，第一次等待会抛出 `WaitError`
 */
export function start(command: string, args: readonly string[], options: StartOptions = {}): Program {
  // shell 的命令总是自成一组：Ctrl-C 要到达里面的每一个程序，就像在终端里一样。
  const ownGroup = options.ownGroup ?? options.shell ?? false;
  const child = spawn(command, args, {
    cwd: options.cwd ?? root,
    env: { ...process.env, ...plainEnvironment, ...options.env },
    shell: options.shell ?? false,
    stdio: options.onMessage ? ['pipe', 'pipe', 'pipe', 'ipc'] : ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
    // 自成一组，结束它时连它生的孩子一起结束；Windows 上由 taskkill /T 来做。
    detached: ownGroup && process.platform !== 'win32',
  });
  if (options.onMessage) child.on('message', options.onMessage);
  const program = new Program(child, [command, ...args].join(' '), ownGroup);
  if (options.onChange) program.onChange(options.onChange);
  return program;
}

/** 自成一组、还没有收走的程序。判题的一方被 Ctrl-C 或出错而走时，它们一个也不能留下。 */
const groups = new Set<Program>();
process.on('exit', () => {
  for (const program of groups) program.killNow();
});

/** 一个正在运行（或已经结束）的程序。 */
export class Program {
  /** 到现在为止的标准输出与标准错误，按 UTF-8 解开，换行统一成 `\n`。 */
  stdout = '';
  stderr = '';
  /** 结束之后才有。 */
  exited: Exit | undefined;

  readonly #child: ChildProcess;
  readonly #name: string;
  readonly #waiters = new Set<() => void>();
  #failure: Error | undefined;

  /** 输出太多，多出来的没有留下。 */
  overflowed = false;
  readonly #ownGroup: boolean;

  /** @param ownGroup 它是一个进程组的头，信号要发给整个组 */
  constructor(child: ChildProcess, name: string, ownGroup = false) {
    this.#child = child;
    this.#ownGroup = ownGroup;
    if (ownGroup) {
      groups.add(this);
      // 它自己走了，它生的孩子也不留：孩子若拿着输出管道，'close' 就一直不来。
      child.once('exit', () => this.killNow());
    }
    this.#name = name;
    this.#collect('stdout');
    this.#collect('stderr');
    // 程序先走一步时，写给它的输入会得到 EPIPE；结果以退出码为准，这里不必再报一次。
    child.stdin?.on('error', () => {});
    child.once('error', (error) => {
      this.#failure = error;
      this.#wake();
    });
    // 'close' 比 'exit' 晚：它保证两个输出流都已读完。
    child.once('close', (code, signal) => {
      this.exited = { code, signal };
      this.#wake();
    });
  }

  /** 进程号；启动失败时为 `undefined`。 */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** 每次有输出到来，或者程序结束，都叫一次 `listener`。 */
  onChange(listener: () => void): void {
    this.#waiters.add(listener);
  }

  /** 等到标准输出或标准错误里出现 `pattern`，返回匹配的结果。 */
  async says(pattern: RegExp | string, waitMs = defaultWaitMs): Promise<RegExpExecArray> {
    const expression = typeof pattern === 'string' ? new RegExp(escape(pattern)) : pattern;
    const found = (): RegExpExecArray | null => expression.exec(this.stdout) ?? expression.exec(this.stderr);
    await this.until(() => found() !== null, `输出里出现 ${expression}`, waitMs);
    return found()!;
  }

  /** 等到它说出 `127.0.0.1:端口`，返回端口号。 */
  async port(waitMs = defaultWaitMs): Promise<number> {
    const [, port] = await this.says(/127\.0\.0\.1:(\d+)/, waitMs);
    return Number(port);
  }

  /** 等它自己结束。 */
  async exit(waitMs = defaultWaitMs): Promise<Exit> {
    await this.until(() => this.exited !== undefined, '程序结束', waitMs);
    return this.exited!;
  }

  /** 像在键盘上打一行字：写进标准输入，末尾带换行。 */
  type(line: string): void {
    this.write(`${line}\n`);
  }

  /** 写进标准输入，一个字节也不添：半行、控制字符、切开的汉字。 */
  write(text: string | Uint8Array): void {
    this.#child.stdin?.write(text);
  }

  /** 写进标准输入，然后关上它，相当于管道或 Ctrl-D。 */
  endInput(text: string | Uint8Array = ''): void {
    this.#child.stdin?.end(text);
  }

  /** 给 IPC 通道另一头的程序发一条消息。 */
  send(message: object): void {
    if (this.#child.connected) this.#child.send(message, () => {});
  }

  /** 相当于在它的终端里按 Ctrl-C。Windows 没有 SIGINT，那里进程会被直接结束。 */
  interrupt(): void {
    this.#signal('SIGINT');
  }

  /** 不由分说地结束它，等它真的没了才返回。已经结束的程序可以再 `stop` 一次。 */
  async stop(): Promise<void> {
    if (this.#ownGroup) this.killNow();
    else if (this.exited === undefined && this.#failure === undefined) this.#child.kill('SIGKILL');
    // 孙子进程若逃出了这一组，还拿着输出管道，'close' 就一直不来：它自己没了，就不再听。
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) this.#hangUp();
    else this.#child.once('exit', () => this.#hangUp());
    await this.until(() => this.exited !== undefined || this.#failure !== undefined, '进程消失', defaultWaitMs);
    groups.delete(this);
  }

  /** 等到 `condition` 成立；程序每说一句话、每次结束都会重新看一眼。 */
  async until(condition: () => boolean, awaited: string, waitMs = defaultWaitMs): Promise<void> {
    const begin = performance.now();
    await new Promise<void>((resolve, reject) => {
      const settle = (outcome: () => void): void => {
        clearTimeout(timer);
        this.#waiters.delete(look);
        outcome();
      };
      const look = (): void => {
        if (condition()) settle(resolve);
        else if (this.#failure) settle(() => reject(new WaitError(`启动不了 ${this.#name}：${this.#failure!.message}`)));
        else if (this.exited) settle(() => reject(this.#missed(awaited, begin)));
      };
      const timer = setTimeout(() => settle(() => reject(this.#missed(awaited, begin))), waitMs);
      this.#waiters.add(look);
      look();
    });
  }

  /** 立即结束整组，不等待；我们自己要走时也用它。 */
  killNow(): void {
    if (process.platform !== 'win32') this.#signal('SIGKILL');
    else if (this.#child.exitCode === null && this.#child.signalCode === null && this.#child.pid !== undefined) {
      spawnSync('taskkill', ['/T', '/F', '/PID', String(this.#child.pid)], { stdio: 'ignore' });
    }
  }

  #signal(signal: NodeJS.Signals): void {
    if (!this.#ownGroup || this.#child.pid === undefined || process.platform === 'win32') {
      this.#child.kill(signal);
      return;
    }
    try {
      process.kill(-this.#child.pid, signal);
    } catch {
      // 组里的进程都已经没了。
    }
  }

  #hangUp(): void {
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
  }

  #missed(awaited: string, begin: number): WaitError {
    const waited = Math.round(performance.now() - begin);
    const state = this.exited
      ? `它已经结束（退出码 ${this.exited.code ?? '无'}，信号 ${this.exited.signal ?? '无'}）`
      : '它还在运行';
    const summary = `等的是：${awaited}；等了 ${waited} 毫秒；${state}。`;
    const said = `标准输出：${JSON.stringify(this.stdout.slice(-2000))}\n标准错误：${JSON.stringify(this.stderr.slice(-2000))}`;
    return new WaitError(`${this.#name}\n${summary}\n${said}`, summary);
  }

  #collect(stream: 'stdout' | 'stderr'): void {
    const source = this.#child[stream];
    if (!source) return;
    source.setEncoding('utf8');
    source.on('data', (chunk: string) => {
      // \r 与 \n 可能分在两块里。
      if (chunk.startsWith('\n') && this[stream].endsWith('\r')) this[stream] = this[stream].slice(0, -1);
      const room = keptCharacters - this[stream].length;
      if (room > 0) this[stream] += chunk.slice(0, room).replaceAll('\r\n', '\n');
      if (chunk.length <= room) return this.#wake();
      // 多出来的照样读走（不读，程序会卡在写上），但不再惊动任何人。
      const first = !this.overflowed;
      this.overflowed = true;
      if (first) this.#wake();
    });
  }

  #wake(): void {
    for (const look of [...this.#waiters]) look();
  }
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
