/**
 * timers、task_queue：计时器、setImmediate、nextTick 和微任务的接口。
 */
import type { LibTasks } from '../process/loop.ts';
import { noop, type Binding, type Context } from './context.ts';

/** lib 和事件循环共用的几格内存，和 lib 交过来的函数。 */
export class TaskState implements LibTasks {
  /** 三格：排着的 immediate 个数，其中有 ref 的个数，有没有没做完的 */
  readonly immediateInfo = new Uint32Array(3);
  readonly timeoutInfo = new Int32Array(1);
  /** 两格：排着 nextTick，有没有处理的 Promise 拒绝 */
  readonly tickInfo = new Uint8Array(2);
  processImmediate: () => void = noop;
  processTimers: (now: number) => number = () => 0;
  processTicks: () => void = noop;

  get hasImmediates(): boolean {
    return this.immediateInfo[0]! > 0 || this.immediateInfo[2]! > 0;
  }

  get hasRefImmediates(): boolean {
    return this.immediateInfo[1]! > 0;
  }

  get hasTicks(): boolean {
    return this.tickInfo[0] !== 0 || this.tickInfo[1] !== 0;
  }
}

export function timersBinding({ loop, tasks }: Context): Binding {
  return {
    scheduleTimer: (delayMs: number) => loop.setTimer(delayMs),
    toggleTimerRef: (on: boolean) => {
      loop.timerRef = on;
    },
    toggleImmediateRef: noop,
    getLibuvNow: () => loop.nowMs,
    immediateInfo: tasks.immediateInfo,
    timeoutInfo: tasks.timeoutInfo,
  };
}

export function taskQueueBinding({ tasks, uncaught }: Context): Binding {
  // 浏览器的 worker 里，全局的这个名字以后要换成 lib 的
  const native = globalThis.queueMicrotask;
  return {
    tickInfo: tasks.tickInfo,
    // 微任务由事件循环让出时做
    runMicrotasks: noop,
    setTickCallback: noop,
    enqueueMicrotask: (callback: () => void) =>
      native(() => {
        try {
          callback();
        } catch (error) {
          uncaught(error, false);
        }
      }),
    setPromiseRejectCallback: noop,
    // 没有人接的 Promise 由所在的环境发现，lib 不必知道有哪几种
    promiseRejectEvents: {},
  };
}
