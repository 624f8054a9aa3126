/**
 * 程序看到的全局对象：时间是虚拟的，随机数有种子。
 */
import type { Context, Loose } from '../bindings/context.ts';
import { Random } from '../kernel/random.ts';
import type { ProvidedGlobal } from './global-names.ts';

/** 虚拟的 Date：不带参数时是虚拟的现在，其余与真的一样。 */
export function virtualDate(nowMs: () => number): DateConstructor {
  const RealDate = Date;
  return new Proxy(RealDate, {
    construct(target, parameters, newTarget) {
      return Reflect.construct(target, parameters.length === 0 ? [nowMs()] : parameters, newTarget);
    },
    apply() {
      return new RealDate(nowMs()).toString();
    },
    get(target, name) {
      return name === 'now' ? nowMs : Reflect.get(target, name);
    },
  });
}

function virtualMath(random: Random): Math {
  return Object.create(Math, { random: { value: () => random.uint32() / 2 ** 32 } });
}

function virtualCrypto(random: Random): Loose {
  return {
    getRandomValues(array: Loose) {
      const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
      for (const index of bytes.keys()) bytes[index] = random.below(256);
      return array;
    },
    // 第 4 版：版本写 4，变体写 8 到 b（RFC 9562 § 5.4）
    randomUUID: () =>
      'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replaceAll(/[xy]/g, (digit) => (digit === 'x' ? random.below(16) : 8 + random.below(4)).toString(16)),
  };
}

/** `Atomics.wait` 让线程停住：这里停的是虚拟时间。没有别的线程会来叫醒它。 */
function virtualAtomics({ loop }: Context): typeof Atomics {
  const wait = (array: Int32Array, index: number, value: number, timeout = Infinity) => {
    if (array[index] !== value) return 'not-equal';
    if (!Number.isFinite(timeout)) throw new Error('Atomics.wait 没有期限，再也醒不来。');
    loop.block(timeout);
    return 'timed-out';
  };
  return Object.create(Atomics, { wait: { value: wait } });
}

/** 从进程启动算起的毫秒数，带小数；读一次走 1 微秒。 */
function virtualPerformance({ loop, setup }: Context, startedAt: number): Loose {
  return { now: () => (loop.readClock() - startedAt) / 1000, timeOrigin: setup.epoch + startedAt / 1000 };
}

function missing(name: string): () => never {
  return () => {
    throw new Error(`实验室里没有 ${name}：程序碰不到真的网络。`);
  };
}

/** Node 自己的 console，写到模拟的 stdout、stderr。 */
function makeConsole({ require, process }: Context): Loose {
  const console = require('internal/console/global');
  const { kBindStreamsLazy } = require('internal/console/constructor');
  console[kBindStreamsLazy](process);
  return console;
}

export function makeGlobals(context: Context, seed: number): Record<string, Loose> {
  const { loop, setup, require, process } = context;
  const timers = require('timers');
  const random = new Random(seed, `process ${setup.pid}`);
  const { AbortController, AbortSignal } = require('internal/abort_controller');
  const { Event, EventTarget } = require('internal/event_target');
  const globals = {
    process,
    Buffer: require('buffer').Buffer,
    console: makeConsole(context),
    setTimeout: timers.setTimeout,
    clearTimeout: timers.clearTimeout,
    setInterval: timers.setInterval,
    clearInterval: timers.clearInterval,
    setImmediate: timers.setImmediate,
    clearImmediate: timers.clearImmediate,
    queueMicrotask: require('internal/process/task_queues').queueMicrotask,
    Date: virtualDate(() => Math.floor(setup.epoch + loop.readClock() / 1000)),
    Math: virtualMath(random),
    Atomics: virtualAtomics(context),
    // 没有跨源隔离的网页不给 SharedArrayBuffer；这里只有一个线程，普通的也一样用
    SharedArrayBuffer: (globalThis as Loose).SharedArrayBuffer ?? ArrayBuffer,
    performance: virtualPerformance(context, loop.now),
    crypto: virtualCrypto(random),
    AbortController,
    AbortSignal,
    Event,
    EventTarget,
    fetch: missing('fetch'),
  };
  const globalObject = Object.create(globalThis, Object.getOwnPropertyDescriptors(globals));
  return { ...globals, global: globalObject, globalThis: globalObject } satisfies Record<ProvidedGlobal, Loose>;
}
