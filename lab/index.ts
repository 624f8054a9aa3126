/**
 * 网络实验室：几台主机、几条链路、几个没有改过的 Node 程序，和一个虚拟的时钟。
 *
 * 在 Node 里和在浏览器里用法相同，只有 `engine`（进程跑在哪里）不同。
 * 怎样开始，见 `lab/README.md`。
 */
import { parseAddress } from './kernel/address.ts';
import { MILLISECOND, type Micros } from './kernel/clock.ts';
import type { Host } from './kernel/host.ts';
import type { LinkSettings } from './kernel/link.ts';
import type { Intervention, Network } from './kernel/network.ts';
import type { Packet } from './kernel/packet.ts';
import type { TraceEvent } from './kernel/trace.ts';
import type { Engine, ProcessHandle } from './conductor.ts';
import { socketTable, type SocketRow } from './sockets.ts';
import type { CompiledModule, ExitStatus, ProcessSetup } from './system/messages.ts';
import type { RemoteEngine, Twin } from './twin.ts';
import { World, type Operation } from './world.ts';

export { MILLISECOND, SECOND, type Micros } from './kernel/clock.ts';
export type { LinkSettings } from './kernel/link.ts';
export type { Intervention, Verdict } from './kernel/network.ts';
export type { Packet, TcpSegment, UdpDatagram, IcmpUnreachable } from './kernel/packet.ts';
export { describePacket, formatFlags } from './kernel/packet.ts';
export { describeEvent, type TraceEvent } from './kernel/trace.ts';
export type { Engine, ProcessHandle } from './conductor.ts';
export type { RemoteEngine } from './twin.ts';
export type { SocketRow } from './sockets.ts';
export type { CompiledModule, ExitStatus } from './system/messages.ts';

export interface LabOptions {
  /** 种子：同一个种子，同样的程序，同样的操作，记录一个字节也不差 */
  seed?: number;
  /** 进程跑在哪里：`nodeEngine()`，或者浏览器里的 `workerEngine()` */
  engine: Engine | RemoteEngine;
  /** 虚拟时间为 0 时的日期，毫秒；缺省是 2026 年 1 月 1 日 */
  epoch?: number;
}

export interface StartOptions {
  host: string;
  /** 编译好的模块，见 `lab/compile.ts` 的 `compileAll` */
  modules: CompiledModule[];
  /** 从哪个模块开始，如 `server.ts` */
  entry: string;
  args?: string[];
  env?: Record<string, string>;
}

export interface RunOptions {
  /** 走到这一刻为止（微秒）；缺省走到没有事可做 */
  until?: Micros;
  /** 最多走几步 */
  maxSteps?: number;
  /** 每走一步问一次，返回 true 就停 */
  stopWhen?: () => boolean;
}

const DEFAULT_EPOCH = Date.UTC(2026, 0, 1);
const FIRST_PID = 1001;
/** 分身一次最多走在前面这么久（真实的毫秒）：页面这么快就能停下来。 */
const AHEAD_MS = 8;

export class Lab {
  readonly processes: LabProcess[] = [];
  readonly trace: TraceEvent[] = [];
  readonly #world: World;
  readonly #engine: Engine | RemoteEngine;
  readonly #twin: Twin | undefined;
  readonly #epoch: number;
  readonly #started = new Map<number, Promise<unknown>>();
  /** 等这一步走完再做的事。 */
  #waiting: (() => void)[] = [];
  #isStepping = false;
  #paused = false;
  /** 这一次 `run` 的限度：第几步为止，中途要不要停。 */
  #stepLimit = Infinity;
  #mayStopAnywhere = true;

  constructor({ seed = 1, engine, epoch = DEFAULT_EPOCH }: LabOptions) {
    this.#engine = engine;
    this.#epoch = epoch;
    this.#twin = 'openTwin' in engine ? engine.openTwin(seed) : undefined;
    this.#world = new World({
      seed,
      launch: (setup) => this.#launch(setup),
      watcher: (setup) => this.processes.find((process) => process.pid === setup.pid)!,
    });
    this.network.onTrace((event) => this.trace.push(event));
  }

  get network(): Network {
    return this.#world.network;
  }

  /** 现在的虚拟时间，微秒。 */
  get now(): Micros {
    return this.network.clock.now;
  }

  /** 全部记录的指纹，8 个十六进制数字。 */
  get traceHash(): string {
    return this.network.traceHash;
  }

  /** 加一台主机。别的主机可以用它的名字找到它。 */
  addHost(name: string, addresses: string[]): void {
    const canonical = addresses.map((address) => {
      const parsed = parseAddress(address);
      if (!parsed) throw new Error(`「${address}」不是 IP 地址。`);
      return parsed;
    });
    this.#do(['addHost', name, canonical]);
  }

  /** 所有链路一起改；时间的单位是微秒。 */
  setLinks(changes: Partial<LinkSettings>): void {
    this.#do(['setAllLinks', changes]);
  }

  /** 只改一个方向；`from` 与 `to` 相同就是那台主机的回环。 */
  setLink(from: string, to: string, changes: Partial<LinkSettings>): void {
    this.#do(['setLink', from, to, changes]);
  }

  /** 每个报文上路前问一次：丢掉、推迟、复制，还是不管。 */
  intervene(intervention: Intervention | undefined): void {
    this.#whenStill(() => {
      this.network.intervention = intervention && ((packet, id) => this.#judge(intervention, packet, id));
    });
  }

  /** 还在路上的报文，可以按编号丢掉、推迟、复制。 */
  inFlight(): { id: number; packet: Packet; arrivesAt: Micros }[] {
    return this.network.inFlight();
  }

  drop(id: number): void {
    this.#do(['dropInFlight', id]);
  }

  delay(id: number, extra: Micros): void {
    this.#do(['delayInFlight', id, extra]);
  }

  duplicate(id: number): void {
    this.#do(['duplicateInFlight', id]);
  }

  /** 启动一个程序。它从下一次 `run` 或 `step` 开始运行。 */
  async start(options: StartOptions): Promise<LabProcess> {
    const host = this.#host(options.host);
    const setup = {
      pid: FIRST_PID + this.processes.length,
      host: host.name,
      addresses: host.addresses,
      names: this.#names(),
      args: options.args ?? [],
      env: options.env ?? {},
      entry: options.entry,
      modules: options.modules,
      epoch: this.#epoch,
    };
    const process = new LabProcess(setup, (operation) => this.#do(operation));
    this.processes.push(process);
    this.#do(['start', setup]);
    await this.#started.get(setup.pid);
    return process;
  }

  /** 走一步：内核的一件事，或者一个进程的一次运行。没有事了返回 false。 */
  async step(): Promise<boolean> {
    if (this.network.clock.nextTime() === undefined) return false;
    await this.run({ maxSteps: 1 });
    return true;
  }

  /**
   * 一直走。返回时要么走到了头，要么到了 `until`，要么被 `pause` 叫停。
   *
   * 要停在哪一步，用 `stopWhen` 或 `maxSteps`：`pause` 在浏览器里会晚几毫秒（真实时间）。
   */
  async run({ until = Infinity, maxSteps = Infinity, stopWhen }: RunOptions = {}): Promise<void> {
    const world = this.#world;
    this.#paused = false;
    this.#stepLimit = world.steps + maxSteps;
    this.#mayStopAnywhere = stopWhen !== undefined;
    world.runLimit = until + 1;
    while (this.#isAhead || (!this.#paused && world.steps < this.#stepLimit)) {
      const next = this.network.clock.nextTime();
      if (next === undefined || next > until) break;
      const running = this.#startStep();
      if (running) await running;
      this.#finishStep();
      if (stopWhen?.()) break;
    }
    await this.#twin?.rest();
    this.#doWaiting();
    world.runLimit = Infinity;
  }

  /** 到 `time`（微秒）这一刻至少有一件事：没有人说话，时间也走得到那里。 */
  alarm(time: Micros): void {
    this.#do(['alarm', time]);
  }

  /** 走这么多毫秒虚拟时间；就算没有事，时间也照样过去。 */
  async runFor(milliseconds: number): Promise<void> {
    const until = this.now + milliseconds * MILLISECOND;
    this.alarm(until);
    await this.run({ until });
  }

  /** 让正在进行的 `run` 尽快停下；再 `run` 就接着走。 */
  pause(): void {
    this.#paused = true;
  }

  /** 一台主机的套接字表。 */
  sockets(hostName: string): SocketRow[] {
    return socketTable(this.#host(hostName), this.#world.processes.values());
  }

  /** 结束所有进程，放掉它们占的线程。 */
  close(): void {
    this.#paused = true;
    this.#twin?.close();
    for (const process of this.processes) process.kill();
  }

  #host(name: string): Host {
    const host = this.network.hosts.get(name);
    if (!host) throw new Error(`没有叫「${name}」的主机。`);
    return host;
  }

  #names(): Record<string, string[]> {
    return Object.fromEntries([...this.network.hosts.values()].map((host) => [host.name.toLowerCase(), [...host.addresses]]));
  }

  /** 分身走在前面：它走过的步还没有在这里走完。 */
  get #isAhead(): boolean {
    return this.#twin?.isAheadOf(this.#world.steps) ?? false;
  }

  #startStep(): Promise<unknown> | undefined {
    this.#isStepping = true;
    const running = this.#world.step();
    return running instanceof Promise ? running : undefined;
  }

  #finishStep(): void {
    this.#isStepping = false;
    this.#doWaiting();
  }

  #doWaiting(): void {
    if (this.#isAhead) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const action of waiting) action();
  }

  /** 操作只在两步之间做；一步走到中途（包括在它的回调里）叫的，等它走完。 */
  #whenStill(action: () => void): void {
    if (this.#isStepping || this.#isAhead) this.#waiting.push(action);
    else action();
  }

  #do(operation: Operation): void {
    if (operation[0] === 'kill' && this.#isStepping) this.#twin?.interrupt(operation[1]);
    this.#whenStill(() => {
      this.#world.do(operation);
      this.#twin?.record(this.#world.steps, operation);
    });
  }

  #judge(intervention: Intervention, packet: Packet, id: number): ReturnType<Intervention> {
    const verdict = intervention(packet, id);
    if (verdict) this.#twin?.recordVerdict(id, verdict);
    return verdict;
  }

  #launch(setup: ProcessSetup): ProcessHandle {
    if (this.#twin) return this.#fromTwin(this.#twin, setup.pid);
    const started = (this.#engine as Engine).start(setup, { seed: this.network.seed, now: this.now });
    this.#started.set(setup.pid, started);
    return {
      grant: async (grant) => (await started).grant(grant),
      terminate: () => void started.then((handle) => handle.terminate(), () => {}),
    };
  }

  /** 进程在分身那里；这里只取它的交代。 */
  #fromTwin(twin: Twin, pid: number): ProcessHandle {
    return {
      grant: ({ now }) => {
        const canGoAhead = !this.#mayStopAnywhere && !this.network.intervention;
        const { runLimit } = this.#world;
        const leave = { runLimit, stepLimit: this.#stepLimit, budgetMs: canGoAhead ? AHEAD_MS : 0 };
        return twin.next(pid, now, leave, canGoAhead && !this.#paused && this.#waiting.length === 0);
      },
      terminate() {},
    };
  }
}

/** 一个启动了的程序。 */
export class LabProcess {
  readonly pid: number;
  readonly host: string;
  /** 写过的每一段，按次序。 */
  readonly output: { stream: 1 | 2; text: string; time: Micros }[] = [];
  exit: ExitStatus | undefined;
  onChange: () => void = () => {};
  readonly #do: (operation: Operation) => void;

  constructor({ pid, host }: ProcessSetup, perform: (operation: Operation) => void) {
    this.pid = pid;
    this.host = host;
    this.#do = perform;
  }

  get stdout(): string {
    return this.#text(1);
  }

  get stderr(): string {
    return this.#text(2);
  }

  /** 在键盘上打字；要换行就写上 `\n`。 */
  type(text: string): void {
    this.#do(['tell', this.pid, { kind: 'stdin', text }]);
  }

  /** Ctrl-D：输入到此为止。 */
  endInput(): void {
    this.#do(['tell', this.pid, { kind: 'stdin', text: null }]);
  }

  /** 发一个信号；缺省是 Ctrl-C。 */
  signal(name = 'SIGINT'): void {
    if (name === 'SIGKILL') this.kill();
    else this.#do(['tell', this.pid, { kind: 'signal', name }]);
  }

  /** kill -9：进程来不及做任何事，退出码 137。 */
  kill(): void {
    this.#do(['kill', this.pid]);
  }

  onOutput(stream: 1 | 2, text: string, time: Micros): void {
    this.output.push({ stream, text, time });
    this.onChange();
  }

  onExit(status: ExitStatus): void {
    this.exit = status;
    this.onChange();
  }

  #text(stream: 1 | 2): string {
    return this.output.filter((part) => part.stream === stream).map((part) => part.text).join('');
  }
}
