/**
 * 网络实验室：几台主机、几条链路、几个没有改过的 Node 程序，和一个虚拟的时钟。
 *
 * 在 Node 里和在浏览器里用法相同，只有 `engine`（进程跑在哪里）不同。
 * 怎样开始，见 `lab/README.md`。
 */
import { parseAddress } from './kernel/address.ts';
import { MILLISECOND, type Micros } from './kernel/clock.ts';
import type { LinkSettings } from './kernel/link.ts';
import { Network, type Intervention } from './kernel/network.ts';
import type { Packet } from './kernel/packet.ts';
import type { TraceEvent } from './kernel/trace.ts';
import { Conducted, type Engine } from './conductor.ts';
import { socketTable, type SocketRow } from './sockets.ts';
import type { CompiledModule, ExitStatus } from './system/messages.ts';

export { MILLISECOND, SECOND, type Micros } from './kernel/clock.ts';
export type { LinkSettings } from './kernel/link.ts';
export type { Intervention, Verdict } from './kernel/network.ts';
export type { Packet, TcpSegment, UdpDatagram, IcmpUnreachable } from './kernel/packet.ts';
export { describePacket, formatFlags } from './kernel/packet.ts';
export { describeEvent, type TraceEvent } from './kernel/trace.ts';
export type { Engine, ProcessHandle } from './conductor.ts';
export type { SocketRow } from './sockets.ts';
export type { CompiledModule, ExitStatus } from './system/messages.ts';

export interface LabOptions {
  /** 种子：同一个种子，同样的程序，同样的操作，记录一个字节也不差 */
  seed?: number;
  /** 进程跑在哪里：`nodeEngine()`，或者浏览器里的 `workerEngine()` */
  engine: Engine;
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

export class Lab {
  readonly network: Network;
  readonly processes: LabProcess[] = [];
  readonly trace: TraceEvent[] = [];
  readonly #engine: Engine;
  readonly #epoch: number;
  #runLimit: Micros = Infinity;
  #paused = false;

  constructor({ seed = 1, engine, epoch = DEFAULT_EPOCH }: LabOptions) {
    this.network = new Network(seed);
    this.#engine = engine;
    this.#epoch = epoch;
    this.network.onTrace((event) => this.trace.push(event));
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
    this.network.addHost(name, canonical);
  }

  /** 所有链路一起改；时间的单位是微秒。 */
  setLinks(changes: Partial<LinkSettings>): void {
    this.network.setAllLinks(changes);
  }

  /** 只改一个方向；`from` 与 `to` 相同就是那台主机的回环。 */
  setLink(from: string, to: string, changes: Partial<LinkSettings>): void {
    this.network.setLink(from, to, changes);
  }

  /** 每个报文上路前问一次：丢掉、推迟、复制，还是不管。 */
  intervene(intervention: Intervention | undefined): void {
    this.network.intervention = intervention;
  }

  /** 还在路上的报文，可以按编号丢掉、推迟、复制。 */
  inFlight(): { id: number; packet: Packet; arrivesAt: Micros }[] {
    return this.network.inFlight();
  }

  drop(id: number): void {
    this.network.dropInFlight(id);
  }

  delay(id: number, extra: Micros): void {
    this.network.delayInFlight(id, extra);
  }

  duplicate(id: number): void {
    this.network.duplicateInFlight(id);
  }

  /** 启动一个程序。它从下一次 `run` 或 `step` 开始运行。 */
  async start(options: StartOptions): Promise<LabProcess> {
    const host = this.network.hosts.get(options.host);
    if (!host) throw new Error(`没有叫「${options.host}」的主机。`);
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
    const process = new LabProcess(setup.pid, host.name);
    this.processes.push(process);
    const handle = await this.#engine.start(setup, { seed: this.network.seed, now: this.now });
    const runLimit = () => this.#runLimit;
    process.attach(new Conducted({ network: this.network, host, setup, handle, watcher: process, runLimit }));
    return process;
  }

  /** 走一步：内核的一件事，或者一个进程的一次运行。没有事了返回 false。 */
  async step(): Promise<boolean> {
    if (this.network.clock.nextTime() === undefined) return false;
    await this.network.clock.runNext();
    return true;
  }

  /** 一直走。返回时要么走到了头，要么到了 `until`，要么被 `pause` 叫停。 */
  async run({ until = Infinity, maxSteps = Infinity, stopWhen }: RunOptions = {}): Promise<void> {
    this.#paused = false;
    this.#runLimit = until + 1;
    for (let steps = 0; steps < maxSteps && !this.#paused; steps += 1) {
      const next = this.network.clock.nextTime();
      if (next === undefined || next > until) break;
      const result = this.network.clock.runNext();
      if (result instanceof Promise) await result;
      if (stopWhen?.()) break;
    }
    this.#runLimit = Infinity;
  }

  /** 走这么多毫秒虚拟时间；就算没有事，时间也照样过去。 */
  async runFor(milliseconds: number): Promise<void> {
    const until = this.now + milliseconds * MILLISECOND;
    this.network.clock.at(until, () => {});
    await this.run({ until });
  }

  /** 让正在进行的 `run` 停下；再 `run` 就接着走。 */
  pause(): void {
    this.#paused = true;
  }

  /** 一台主机的套接字表。 */
  sockets(hostName: string): SocketRow[] {
    const host = this.network.hosts.get(hostName);
    if (!host) throw new Error(`没有叫「${hostName}」的主机。`);
    return socketTable(host, this.processes.flatMap((process) => process.conducted ?? []));
  }

  /** 结束所有进程，放掉它们占的线程。 */
  close(): void {
    for (const process of this.processes) process.kill();
  }

  #names(): Record<string, string[]> {
    return Object.fromEntries([...this.network.hosts.values()].map((host) => [host.name.toLowerCase(), [...host.addresses]]));
  }
}

/** 一个启动了的程序。 */
export class LabProcess {
  readonly pid: number;
  readonly host: string;
  /** 写过的每一段，按次序。 */
  readonly output: { stream: 1 | 2; text: string; time: Micros }[] = [];
  exit: ExitStatus | undefined;
  conducted: Conducted | undefined;
  onChange: () => void = () => {};

  constructor(pid: number, host: string) {
    this.pid = pid;
    this.host = host;
  }

  get stdout(): string {
    return this.#text(1);
  }

  get stderr(): string {
    return this.#text(2);
  }

  /** 在键盘上打字；要换行就写上 `\n`。 */
  type(text: string): void {
    this.conducted?.tell({ kind: 'stdin', text });
  }

  /** Ctrl-D：输入到此为止。 */
  endInput(): void {
    this.conducted?.tell({ kind: 'stdin', text: null });
  }

  /** 发一个信号；缺省是 Ctrl-C。 */
  signal(name = 'SIGINT'): void {
    if (name === 'SIGKILL') this.kill();
    else this.conducted?.tell({ kind: 'signal', name });
  }

  /** kill -9：进程来不及做任何事，退出码 137。 */
  kill(): void {
    this.conducted?.kill({ code: 137, signal: 'SIGKILL' });
  }

  attach(conducted: Conducted): void {
    this.conducted = conducted;
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
