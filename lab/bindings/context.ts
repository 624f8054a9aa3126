/**
 * 各个假绑定共用的东西。
 *
 * Node 的 JavaScript 部分（lib）经由 `internalBinding('udp_wrap')` 之类调用 C++。
 * 实验室原样用 lib，只换掉 C++：每个文件造一两个绑定，名字与 Node 源码里的相同。
 */
import type { NearSystem } from '../system/near.ts';
import type { ProcessSetup } from '../system/messages.ts';
import type { EventLoop } from '../process/loop.ts';
import type { AsyncIds } from './async-wrap.ts';
import type { SignalTable } from './environment.ts';
import type { Wraps } from './handle.ts';
import type { Keyboard } from './pipe-wrap.ts';
import type { TaskState } from './time.ts';

/** lib 看到的绑定：名字对函数、类、常数。形状由 Node 的 lib 决定，所以不细究类型。 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Loose = any;
export type Binding = Record<string | symbol, Loose>;

/** 从构建时的 Node 里取来的数据。 */
export interface NodeData {
  /** 如 `20.20.2` */
  version: string;
  /** 它用的 libuv，如 `1.46.0` */
  libuv: string;
  /** 错误码、名字、说明 */
  errors: [number, string, string][];
  /** 绑定的名字 → 其中的常数，照抄真的 */
  bindings: Record<string, Binding>;
  /** 程序可以 import 的 Node 模块，不带 `node:` */
  available: string[];
  /** Node 的所有模块：程序要了这里没有的，也认得出它是 Node 的 */
  builtins: string[];
}

/** 一个进程的一切：各个绑定从这里拿要用的。 */
export interface Context {
  readonly setup: ProcessSetup;
  readonly data: NodeData;
  readonly loop: EventLoop;
  readonly near: NearSystem;
  readonly ids: AsyncIds;
  readonly tasks: TaskState;
  readonly keyboard: Keyboard;
  readonly signals: SignalTable;
  readonly wraps: Wraps;
  /** lib 读流的结果的几格，下标见 `stream-base.ts` */
  readonly streamState: Int32Array;
  /** Node 的 `process` 对象 */
  readonly process: Loose;
  /** lib 自己的 require */
  readonly require: (id: string) => Loose;
  /** 改过的命令行选项 */
  readonly options: Record<string, unknown>;
  readonly symbols: Record<string, symbol>;
  readonly privateSymbols: Record<string, symbol>;
  /** 造一个 Node 的 Buffer，抄一份：几个收到的人各有各的 */
  toBuffer(bytes: Uint8Array): Loose;
  /** 没有人接的异常 */
  uncaught(error: unknown, fromPromise: boolean): void;
  /** `process.reallyExit` */
  exit(code: number): never;
}

/** 名字随用随有的一张符号表：lib 要哪个就有哪个。 */
export function symbolTable(): Record<string, symbol> {
  const table: Record<string, symbol> = {};
  return new Proxy(table, {
    get(target, name) {
      if (typeof name !== 'string') return undefined;
      return (target[name] ??= Symbol(name));
    },
  });
}

/** libuv 的次版本号：有的行为因它而不同。 */
export function libuvMinor(data: NodeData): number {
  return Number(data.libuv.split('.')[1]);
}

export function noop(): void {}
