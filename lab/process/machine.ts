/**
 * 一个模拟的 Node 进程：装好 lib，一次次接受放行，一次次交代。
 */
import { AsyncIds } from '../bindings/async-wrap.ts';
import { symbolTable, type Binding, type Context, type Loose, type NodeData } from '../bindings/context.ts';
import { SignalTable } from '../bindings/environment.ts';
import { makeWraps } from '../bindings/handle.ts';
import { makeBindings } from '../bindings/index.ts';
import { Keyboard } from '../bindings/pipe-wrap.ts';
import { STREAM_STATE_CELLS } from '../bindings/stream-base.ts';
import { TaskState } from '../bindings/time.ts';
import { NearSystem } from '../system/near.ts';
import type { Answer, ExitStatus, Grant, ProcessSetup } from '../system/messages.ts';
import { showCodesInStacks, showCodesInSystemErrors } from './error-stacks.ts';
import { makeGlobals } from './globals.ts';
import { EventLoop, EXIT, PAUSE, type Hop } from './loop.ts';
import { LibLoader, type LibSource } from './modules.ts';
import { bareProcess, completeProcess } from './process-object.ts';
import { Program, type Evaluate } from './program.ts';
import { standIns } from './stand-ins.ts';

/** 进程所在的环境（Node 的线程、浏览器的 worker）给它的东西。 */
export interface Surroundings {
  lib: LibSource;
  data: NodeData;
  hop: Hop;
  /** 没有人接的 Promise，让出一次还听不到的环境才有：再让一次 */
  settle?: Hop | undefined;
  evaluate: Evaluate;
  /** 种子：`Math.random` 用 */
  seed: number;
  /** 全局对象造好以后调用；浏览器的 worker 借此换掉自己的全局对象。 */
  onGlobals?: (globals: Record<string, Loose>) => void;
  /** 测试用：Node 的命令行选项 */
  options?: Record<string, unknown>;
  /** 测试用：程序另外可以 import 的模块 */
  extraModules?: (machine: Machine) => Record<string, Loose>;
}

export class Machine {
  readonly context: Context;
  readonly internalBinding: (name: string) => Binding;
  readonly lib: LibLoader;
  readonly globals: Record<string, Loose>;
  readonly #surroundings: Surroundings;
  readonly #program: Program;
  #started = false;
  #mainFinished = false;
  #exit: ExitStatus | undefined;

  constructor(setup: ProcessSetup, surroundings: Surroundings, now = 0) {
    this.#surroundings = surroundings;
    this.context = this.#makeContext(setup, now);
    this.internalBinding = makeBindings(this.context);
    this.lib = new LibLoader(surroundings.lib, this.context, standIns(this.context), this.internalBinding);
    this.#boot();
    this.globals = makeGlobals(this.context, surroundings.seed);
    surroundings.onGlobals?.(this.globals);
    this.#program = new Program(this.context, surroundings.evaluate, this.globals, surroundings.extraModules?.(this));
    this.#program.prepare(setup.entry);
  }

  get loop(): EventLoop {
    return this.context.loop;
  }

  /** 运行到眼下没有事可做为止；做了什么，由 `takeAnswer` 取走。 */
  async grant(grant: Grant): Promise<void> {
    const { loop, near } = this.context;
    loop.now = Math.max(loop.now, grant.now);
    loop.limit = grant.until;
    near.onCall = () => {
      loop.limit = Math.min(loop.limit, loop.now + grant.lookahead);
    };
    if (grant.ports) near.refreshPorts(grant.ports);
    for (const event of grant.events) this.#deliver(event);
    if (!this.#started) this.#start();
    await loop.run();
  }

  /** 这次放行的交代。 */
  takeAnswer(): Answer {
    const { loop, near } = this.context;
    const wake = this.#exit ? null : (loop.nextTime() ?? null);
    return { calls: near.takeCalls(), wake, now: loop.now, ...(this.#exit && { exit: this.#exit }) };
  }

  /** 有一个 Promise 被拒绝，没有人接。由所在的环境发现。 */
  rejected(reason: unknown, promise: unknown): void {
    if (reason === EXIT || this.#exit) return;
    const { process } = this.context;
    if (process.listenerCount('unhandledRejection') > 0) process.emit('unhandledRejection', reason, promise);
    else this.#uncaught(reason, true);
  }

  #deliver(event: Grant['events'][number]): void {
    if (event.kind === 'stdin') {
      this.context.keyboard.type(event.text);
    } else if (event.kind === 'signal') {
      this.#signal(event.name);
    } else {
      this.context.near.deliver(event);
    }
  }

  /** 有人听就交给他；没有人听，按缺省的处置：结束。 */
  #signal(name: string): void {
    const number = this.context.data.bindings['constants']!['os'].signals[name] ?? Number(name);
    const isHeard = this.context.signals.deliver(number, this.loop);
    if (!isHeard) this.#exit = { code: 128 + number, signal: name };
  }

  #makeContext(setup: ProcessSetup, now: number): Context {
    const { data, hop, settle, options = {} } = this.#surroundings;
    const ids = new AsyncIds();
    const tasks = new TaskState();
    const owner = {
      uncaught: (error: unknown) => this.#uncaught(error, false),
      drained: () => this.#drained(),
      hasExited: () => this.#exit !== undefined,
    };
    const loop = new EventLoop(tasks, owner, hop, settle);
    loop.now = now;
    return {
      setup,
      data,
      loop,
      near: new NearSystem(setup.pid, setup.addresses, loop),
      ids,
      tasks,
      keyboard: new Keyboard(),
      signals: new SignalTable(),
      wraps: makeWraps(loop, ids),
      streamState: new Int32Array(STREAM_STATE_CELLS),
      process: bareProcess(setup, data),
      require: (id) => this.lib.require(id),
      symbols: symbolTable(),
      privateSymbols: symbolTable(),
      options,
      toBuffer: (bytes) => this.lib.require('buffer').Buffer.from(new Uint8Array(bytes).buffer),
      uncaught: (error, fromPromise) => this.#uncaught(error, fromPromise),
      exit: (code) => {
        // 系统只留下低 8 位
        this.#exit ??= { code: code & 255 };
        throw EXIT;
      },
    };
  }

  /** 与 Node 的 internal/bootstrap/node 相当的一小部分。 */
  #boot(): void {
    const { context, lib } = this;
    const { process, tasks } = context;
    lib.loadPrimordials();
    showCodesInStacks(lib);
    const EventEmitter = lib.require('events');
    showCodesInSystemErrors(lib);
    Object.setPrototypeOf(Object.getPrototypeOf(process), EventEmitter.prototype);
    EventEmitter.call(process);
    lib.require('internal/util/debuglog').initializeDebugEnv(context.setup.env['NODE_DEBUG']);
    const { setupTaskQueue } = lib.require('internal/process/task_queues');
    const { nextTick, runNextTicks } = setupTaskQueue();
    process.nextTick = nextTick;
    lib.require('buffer');
    const { getTimerCallbacks } = lib.require('internal/timers');
    const pause = () => {
      throw PAUSE;
    };
    const { processImmediate, processTimers } = getTimerCallbacks(pause);
    Object.assign(tasks, { processImmediate, processTimers, processTicks: runNextTicks });
    completeProcess(context);
    process._deliverSignal = (signal: string) => this.#signal(String(signal));
    const { emitWarning, onWarning } = lib.require('internal/process/warning');
    process.emitWarning = emitWarning;
    process.on('warning', onWarning);
  }

  /** 真的 Node 在一个微任务里求值 ESM 的入口模块：所以顶层代码之后先轮到微任务，再轮到 nextTick。 */
  #start(): void {
    this.#started = true;
    const { setup } = this.context;
    this.loop.post(() => {
      void Promise.resolve()
        .then(() => this.#program.run(setup.entry))
        .then(
          () => {
            this.#mainFinished = true;
          },
          (error) => {
            this.#mainFinished = true;
            if (error !== EXIT) this.#uncaught(error, true);
          },
        );
    });
  }

  /** 循环空了：先问一声 'beforeExit'，还是没有事，就结束。 */
  async #drained(): Promise<void> {
    const { process } = this.context;
    await this.loop.turn(() => process.emit('beforeExit', Number(process.exitCode ?? 0)));
    if (this.#exit || this.loop.isAlive) return;
    if (!this.#mainFinished) {
      this.#printError('Warning: Detected unsettled top-level await\n');
      process.exitCode ??= 13;
    }
    await this.loop.turn(() => process.exit());
  }

  #uncaught(error: unknown, fromPromise: boolean): void {
    if (error === EXIT || this.#exit) return;
    const { process } = this.context;
    const origin = fromPromise ? 'unhandledRejection' : 'uncaughtException';
    try {
      this.context.ids.clear();
      process.emit('uncaughtExceptionMonitor', error, origin);
      if (process.listenerCount('uncaughtException') > 0) {
        process.emit('uncaughtException', error, origin);
        return;
      }
      this.#printError(this.#describe(error));
      process.exit(1);
    } catch (thrown) {
      if (thrown === EXIT) return;
      this.#printError(this.#describe(thrown));
      this.#exit ??= { code: 7 };
    }
  }

  #describe(error: unknown): string {
    const { inspect } = this.lib.require('internal/util/inspect');
    const text = error instanceof Error ? inspect(error) : `Uncaught ${inspect(error)}`;
    return `${text}\n\nNode.js ${this.context.process.version}\n`;
  }

  #printError(text: string): void {
    this.context.near.call({ call: 'output', stream: 2, text });
  }
}
