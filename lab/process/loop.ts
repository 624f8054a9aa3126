/**
 * 一个进程的事件循环：照 libuv 的几个阶段走，只是时间是虚拟的。
 *
 * 每一轮：到期的计时器、I/O 回调、setImmediate、关闭的回调。每个回调以后，
 * 先做 process.nextTick 排的事，再做 Promise 的（微任务），做完才轮到下一个回调。
 *
 * 浏览器不能同步地做完微任务，所以在每个回调之后让出一次（`hop`）：
 * 让出再回来，微任务就都做完了。
 */
import type { Micros } from '../kernel/clock.ts';

/** 让出一次真正的事件循环，回来时微任务都已做完。 */
export type Hop = () => Promise<void>;

/** Node 的 lib 在两个计时器之间要做完微任务：抛出它就停下来，回头接着走。 */
export const PAUSE = { pause: true };
/** `process.exit()` 抛出它，离开正在运行的函数。 */
export const EXIT = { exit: true };

/** 一次放行里最多走这么多轮；再多就先交代，免得别的进程等太久。 */
const MAX_ROUNDS = 1000;

/** Node 的 lib 自己的几个队列：循环看有没有，轮到了就请 lib 来做。 */
export interface LibTasks {
  /** 运行到期的计时器；返回下一个的时刻（毫秒，0 是没有，负数是不挡住退出）。 */
  processTimers(nowMs: number): number;
  processImmediate(): void;
  readonly hasImmediates: boolean;
  /** 有 ref 的 immediate：它们挡住退出。 */
  readonly hasRefImmediates: boolean;
  /** 运行 nextTick 队列。 */
  processTicks(): void;
  readonly hasTicks: boolean;
}

/** 循环归谁管：异常、退出，由他定。 */
export interface LoopOwner {
  /** 没有人接的异常。 */
  uncaught(error: unknown): void;
  /** 循环空了：进程该结束了。返回以后若又有事做，就继续。 */
  drained(): Promise<void>;
  hasExited(): boolean;
}

export class EventLoop {
  /** 进程的时钟，微秒。回调运行时，每读一次走 1 微秒。 */
  now: Micros = 0;
  /** 走到这一刻之前为止。做了影响别人的事以后会变小。 */
  limit: Micros = 0;
  /** 挡住退出的东西：没有完成的请求、开着的句柄。 */
  readonly alive = new Set<{ readonly isAlive: boolean }>();
  pendingRequests = 0;
  readonly #tasks: LibTasks;
  readonly #hop: Hop;
  readonly #settle: Hop | undefined;
  readonly #owner: LoopOwner;
  #io: (() => void)[] = [];
  #closing: (() => void)[] = [];
  /** 计时器几时到期；undefined 是没有计时器。 */
  #timerDue: Micros | undefined;
  timerRef = false;

  /** @param settle 让出一次还听不到「没有人接的 Promise」的环境，这样再让一次 */
  constructor(tasks: LibTasks, owner: LoopOwner, hop: Hop, settle?: Hop) {
    this.#tasks = tasks;
    this.#owner = owner;
    this.#hop = hop;
    this.#settle = settle;
  }

  /** libuv 的时间是毫秒。 */
  get nowMs(): number {
    return Math.floor(this.now / 1000);
  }

  /** 读一次钟花 1 微秒：`while (Date.now() < end)` 这样的循环因此会结束。 */
  readClock(): Micros {
    this.now += 1;
    return this.now;
  }

  /** 线程停住这么久：什么回调也不能执行。 */
  block(milliseconds: number): void {
    this.now += Math.round(milliseconds * 1000);
  }

  /** 排一个 I/O 回调。 */
  post(callback: () => void): void {
    this.#io.push(callback);
  }

  postClosing(callback: () => void): void {
    this.#closing.push(callback);
  }

  /** Node 的 lib 只用一个 libuv 计时器。 */
  setTimer(delayMs: number): void {
    this.#timerDue = (this.nowMs + Math.max(1, delayMs)) * 1000;
  }

  /** 离下一件自己的事还有多久；没有就是 undefined。 */
  nextTime(): Micros | undefined {
    if (this.#hasWorkNow()) return this.now;
    return this.#timerDue === undefined ? undefined : Math.max(this.#timerDue, this.now);
  }

  /** 还有没有东西挡住退出。 */
  get isAlive(): boolean {
    if (this.#io.length + this.#closing.length + this.pendingRequests > 0) return true;
    if (this.#timerDue !== undefined && this.timerRef) return true;
    if (this.#tasks.hasRefImmediates) return true;
    for (const handle of this.alive) if (handle.isAlive) return true;
    return false;
  }

  /** 一直走到没有事可做，或者走到 `limit`。 */
  async run(): Promise<void> {
    for (let round = 0; round < MAX_ROUNDS && !this.#owner.hasExited(); round += 1) {
      await this.#round();
      if (this.#owner.hasExited() || this.#hasWorkNow()) continue;
      if (this.#settle) {
        await this.#settle();
        if (this.#owner.hasExited() || this.#hasWorkNow()) continue;
      }
      if (!this.isAlive) {
        await this.#owner.drained();
        continue;
      }
      const next = this.#timerDue;
      if (next === undefined || next >= this.limit) return;
      this.now = Math.max(this.now, next);
    }
  }

  #hasWorkNow(): boolean {
    const isTimerDue = this.#timerDue !== undefined && this.#timerDue <= this.now;
    return this.#io.length > 0 || this.#closing.length > 0 || isTimerDue || this.#tasks.hasImmediates;
  }

  async #round(): Promise<void> {
    if (this.#timerDue !== undefined && this.#timerDue <= this.now) await this.turn(() => this.#runTimers());
    const io = this.#io;
    this.#io = [];
    for (const callback of io) await this.turn(callback);
    if (this.#tasks.hasImmediates) await this.turn(() => this.#tasks.processImmediate());
    const closing = this.#closing;
    this.#closing = [];
    for (const callback of closing) await this.turn(callback);
  }

  #runTimers(): void {
    this.#timerDue = undefined;
    const next = this.#tasks.processTimers(this.nowMs);
    this.timerRef = next > 0;
    if (next !== 0) this.setTimer(Math.abs(next) - this.nowMs);
  }

  /** 运行一个回调，和它引起的 nextTick、微任务。 */
  async turn(callback: () => void): Promise<void> {
    if (this.#owner.hasExited()) return;
    while (!this.#guard(callback)) {
      await this.#drain();
      if (this.#owner.hasExited()) return;
    }
    await this.#drain();
  }

  async #drain(): Promise<void> {
    this.#runTicks();
    do {
      await this.#hop();
      if (this.#owner.hasExited()) return;
    } while (this.#runTicks());
  }

  #runTicks(): boolean {
    if (!this.#tasks.hasTicks) return false;
    // 一个 nextTick 抛出异常，剩下的接着做
    while (this.#tasks.hasTicks && !this.#owner.hasExited()) {
      this.#guard(() => this.#tasks.processTicks());
    }
    return true;
  }

  /** 返回 false 就是停在了半路，要接着走。 */
  #guard(callback: () => void): boolean {
    try {
      callback();
    } catch (error) {
      if (error === PAUSE) return false;
      if (error !== EXIT) this.#owner.uncaught(error);
    }
    return true;
  }
}
