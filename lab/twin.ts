/**
 * 分身：另一个线程里的同一个世界。
 *
 * 浏览器把沙箱放在另一个系统进程里，页面和它来回一次要 0.2 毫秒；一次一个的回声一万次要来回两万次。
 * 所以沙箱里也有一个世界，进程归它放行。它照抄页面的操作，走得和页面的一样，
 * 一次走许多步，把进程的交代成批地带回来；页面的世界拿着这些交代，自己再走一遍，
 * 同时分身又去走下一批。
 *
 * 页面可能在任何一步之后停下来做点什么的时候（`stopWhen`、`intervene`、一步一步走），
 * 分身只走到下一个交代，不抢先。
 */
import type { Micros } from './kernel/clock.ts';
import type { Verdict } from './kernel/network.ts';
import type { Answer } from './system/messages.ts';
import type { Operation } from './world.ts';

/** 分身可以走到哪里：这一刻之前，这一步为止，真实时间这么多毫秒。 */
export interface Leave {
  runLimit: Micros;
  stepLimit: number;
  /** 0 是走到第一个交代为止 */
  budgetMs: number;
}

export interface Twin {
  /** 页面走过 `step` 步，分身是不是（或者会不会已经）走在前面 */
  isAheadOf(step: number): boolean;
  /** 页面走过 `step` 步以后做了一件事 */
  record(step: number, operation: Operation): void;
  /** 页面对一个报文的处置 */
  recordVerdict(packetId: number, verdict: Verdict): void;
  /** `pid` 在 `now` 那次放行的交代；`goOn`：页面照它做的时候，分身接着往前走 */
  next(pid: number, now: Micros, leave: Leave, goOn: boolean): Promise<Answer>;
  /** 等分身停下来 */
  rest(): Promise<void>;
  /** 它要是正在运行，立刻结束它 */
  interrupt(pid: number): void;
  close(): void;
}

/** 进程不在这个线程里的环境，例如浏览器的 worker。 */
export interface RemoteEngine {
  openTwin(seed: number): Twin;
}

/** 一个进程被强行结束时的交代。 */
export function killedAnswer(now: Micros, text = ''): Answer {
  const calls: Answer['calls'] = text === '' ? [] : [{ time: now, call: 'output', stream: 2, text }];
  return { calls, wake: null, now, exit: { code: 137, signal: 'SIGKILL' } };
}
