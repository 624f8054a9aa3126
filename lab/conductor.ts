/**
 * 指挥：在内核的事件和各个进程之间，决定谁先走、走到哪里。
 *
 * 任何时刻只有一方在动：内核做完一件事，或者一个进程从放行走到交代。
 * 谁先谁后只看虚拟时间和约定的次序，与机器快慢、线程调度无关。
 */
import type { Micros, Timer } from './kernel/clock.ts';
import type { Host } from './kernel/host.ts';
import type { Network } from './kernel/network.ts';
import { FarEnd } from './system/far.ts';
import type { Answer, ExitStatus, Grant, ProcessEvent, ProcessSetup, SystemCall } from './system/messages.ts';
import type { World } from './world.ts';

/** 一个跑起来的进程：在同一个线程里，或者在一个 worker 里。 */
export interface ProcessHandle {
  grant(grant: Grant): Promise<Answer>;
  /** 立刻了结，不再等它。 */
  terminate(): void;
}

/** 进程跑在哪里。 */
export interface Engine {
  /** 为什么要 `now`：进程的时钟从这时算起。 */
  start(setup: ProcessSetup, options: { seed: number; now: Micros }): Promise<ProcessHandle>;
}

export interface ProcessWatcher {
  onOutput(stream: 1 | 2, text: string, time: Micros): void;
  onExit(status: ExitStatus, time: Micros): void;
}

/** 内核眼里的一个进程。 */
export class Conducted {
  readonly setup: ProcessSetup;
  readonly far: FarEnd;
  readonly #host: Host;
  #exit: ExitStatus | undefined;
  readonly #world: World;
  readonly #network: Network;
  readonly #handle: ProcessHandle;
  readonly #watcher: ProcessWatcher;
  #inbox: ProcessEvent[] = [];
  #wakeTimer: Timer | undefined;
  /** 进程忙到这一刻；在这以前不能再放行。 */
  #busyUntil: Micros = 0;
  /** 上次抄给它的端口表的版本。 */
  #sentPorts = '';

  constructor(world: World, setup: ProcessSetup) {
    this.#world = world;
    this.#network = world.network;
    this.setup = setup;
    this.#host = this.#network.hosts.get(setup.host)!;
    this.#handle = world.options.launch(setup);
    this.#watcher = world.options.watcher(setup);
    const wake = () => this.#wakeAt(this.#network.clock.now);
    this.far = new FarEnd(this.#host, wake);
    wake();
  }

  /** 键盘、信号：不经过网络的消息。 */
  tell(event: ProcessEvent): void {
    this.#inbox.push(event);
    this.#wakeAt(this.#network.clock.now);
  }

  /** 立刻结束，像 kill -9：套接字由内核关掉。 */
  kill(status: ExitStatus): void {
    if (this.#exit) return;
    this.#handle.terminate();
    this.#finish(status);
  }

  /** 约好几时放行；已经约了更早的就不改。 */
  #wakeAt(time: Micros): void {
    if (this.#exit) return;
    const due = Math.max(time, this.#busyUntil);
    if (this.#wakeTimer && !this.#wakeTimer.cancelled && this.#wakeTimer.time <= due) return;
    const { clock } = this.#network;
    clock.cancel(this.#wakeTimer);
    this.#wakeTimer = clock.at(due, () => this.#grant());
  }

  /** 放行一次，并照它的交代去做。 */
  async #grant(): Promise<void> {
    if (this.#exit) return;
    const { clock } = this.#network;
    const events = [...this.#inbox, ...this.far.collect()];
    this.#inbox = [];
    const until = Math.min(clock.nextTime() ?? Infinity, this.#world.runLimit);
    const ports = this.#freshPorts();
    const lookahead = this.#network.lookahead();
    const answer = await this.#handle.grant({ now: clock.now, until, lookahead, events, ...(ports && { ports }) });
    // 等着的时候也许被 kill 了
    if (!this.#exit) this.#carryOut(answer);
  }

  #freshPorts(): Grant['ports'] {
    const { udp, tcp } = this.#host;
    const version = `${udp.ports.version} ${tcp.ports.version}`;
    if (version === this.#sentPorts) return undefined;
    this.#sentPorts = version;
    return { udp: udp.ports.snapshot(), tcp: tcp.ports.snapshot() };
  }

  #carryOut(answer: Answer): void {
    const { clock } = this.#network;
    this.#busyUntil = answer.now;
    for (const call of answer.calls) this.far.reserve(call);
    for (const call of answer.calls) {
      if (call.time <= clock.now) this.#apply(call);
      else clock.at(call.time, () => this.#apply(call));
    }
    if (answer.exit) this.#finishAt(answer.now, answer.exit);
    else if (answer.wake !== null) this.#wakeAt(answer.wake);
    // 还有没带走的消息（例如刚才的系统调用惹来的）
    if (this.#inbox.length > 0) this.#wakeAt(clock.now);
  }

  #apply(call: SystemCall): void {
    if (this.#exit) return;
    if (call.call === 'output') this.#watcher.onOutput(call.stream, call.text, call.time);
    else this.far.apply(call);
  }

  #finishAt(time: Micros, status: ExitStatus): void {
    const { clock } = this.#network;
    if (time <= clock.now) this.#finish(status);
    else clock.at(time, () => this.#finish(status));
  }

  #finish(status: ExitStatus): void {
    if (this.#exit) return;
    this.#exit = status;
    this.#network.clock.cancel(this.#wakeTimer);
    this.far.closeAll();
    this.#handle.terminate();
    this.#watcher.onExit(status, this.#network.clock.now);
  }
}
