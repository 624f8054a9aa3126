/**
 * Node 的 `process` 对象：argv、env、stdin、stdout、exit、信号、时钟。
 */
import type { Context, Loose, NodeData } from '../bindings/context.ts';
import { encode } from '../bindings/encodings.ts';
import * as errno from '../kernel/errno.ts';
import type { ProcessSetup } from '../system/messages.ts';

const EXEC_PATH = '/usr/bin/node';

/** 先造一个没有函数的 process：lib 的模块装载时就要它。 */
export function bareProcess({ pid, entry, args, env }: ProcessSetup, { version, libuv }: NodeData): Loose {
  // 真的 process 由一个名叫 process 的函数造出，console.log(process) 看得见；类的名字写成键，压缩就不改它
  // oxlint-disable-next-line typescript/no-extraneous-class -- 要的就是它的名字
  const { process: Process } = { process: class {} };
  return Object.assign(new Process(), {
    version: `v${version}`,
    versions: { node: version, uv: libuv },
    arch: 'x64',
    platform: 'linux',
    release: { name: 'node' },
    execPath: EXEC_PATH,
    execArgv: [],
    argv: [EXEC_PATH, `/app/${entry}`, ...args],
    argv0: 'node',
    title: 'node',
    env: { ...env },
    pid,
    ppid: 1,
    features: {},
  });
}

/** lib 装好以后，把 process 补全。 */
export function completeProcess(context: Context): void {
  addExit(context);
  addClocks(context);
  addMisc(context);
  addStreams(context);
  addSignals(context);
}

/** exit、exitCode、'exit' 事件：与 Node 的 internal/process/per_thread 一样的规矩。 */
function addExit({ process, exit }: Context): void {
  Object.assign(process, {
    _exiting: false,
    exitCode: undefined,
    reallyExit: (code: number) => exit(code || 0),
    exit(code?: number) {
      if (code !== undefined) process.exitCode = code;
      if (!process._exiting) {
        process._exiting = true;
        process.emit('exit', Number(process.exitCode ?? 0));
      }
      process.reallyExit(Number(process.exitCode ?? 0));
    },
    abort: () => process.reallyExit(134),
  });
}

function addClocks({ process, loop }: Context): void {
  const startedAt = loop.now;
  const hrtime = (previous?: [number, number]): [number, number] => {
    const micros = loop.readClock();
    const seconds = Math.floor(micros / 1e6) - (previous?.[0] ?? 0);
    const nanoseconds = (micros % 1e6) * 1000 - (previous?.[1] ?? 0);
    return nanoseconds < 0 ? [seconds - 1, nanoseconds + 1e9] : [seconds, nanoseconds];
  };
  process.hrtime = Object.assign(hrtime, { bigint: () => BigInt(loop.readClock()) * 1000n });
  process.uptime = () => (loop.readClock() - startedAt) / 1e6;
}

function addMisc({ process, loop, setup, require }: Context): void {
  Object.assign(process, {
    cwd: () => '/app',
    umask: () => 0o22,
    getuid: () => 1000,
    geteuid: () => 1000,
    getgid: () => 1000,
    getegid: () => 1000,
    memoryUsage: () => ({ rss: 40_000_000, heapTotal: 20_000_000, heapUsed: 10_000_000, external: 0, arrayBuffers: 0 }),
    cpuUsage: () => ({ user: loop.now, system: 0 }),
    getActiveResourcesInfo: () => [...loop.alive].map((handle) => handle.constructor.name),
    kill(pid: number, signal: string | number = 'SIGTERM') {
      if (pid !== setup.pid) throw new (require('internal/errors').ErrnoException)(errno.ESRCH, 'kill');
      if (signal !== 0) process._deliverSignal(signal);
      return true;
    },
  });
}

/** 标准输出当场写出去；标准输入是一条管道，用 Node 自己的 net.Socket。 */
function addStreams(context: Context): void {
  const { process } = context;
  const lazily = (make: () => Loose): PropertyDescriptor => {
    let stream: Loose;
    return { get: () => (stream ??= make()), enumerable: true, configurable: true };
  };
  Object.defineProperties(process, {
    stdout: lazily(() => outputStream(context, 1)),
    stderr: lazily(() => outputStream(context, 2)),
    stdin: lazily(() => inputStream(context)),
  });
}

function outputStream({ require, near }: Context, descriptor: 1 | 2): Loose {
  const { Writable } = require('stream');
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: Loose, encoding: string, callback: () => void) {
      const bytes = typeof chunk === 'string' ? encode(chunk, encoding) : chunk;
      near.call({ call: 'output', stream: descriptor, text: decoder.decode(bytes, { stream: true }) });
      callback();
    },
  });
  // 关不掉，与真的一样
  stream._destroy = (error: unknown, callback: (error: unknown) => void) => callback(error);
  return Object.assign(stream, { fd: descriptor, _isStdio: true });
}

/**
 * 与 Node 的 internal/bootstrap/switches/is_main_thread 里的 getStdin 相同，只有一处像终端而不像管道：
 * highWaterMark 是 0，所以程序不读了就不再往前读，读完一行就能结束，不必等到 Ctrl-D。
 */
function inputStream({ require, process }: Context): Loose {
  const net = require('net');
  const stdin = new net.Socket({ fd: 0, readable: true, writable: false, manualStart: true, highWaterMark: 0 });
  stdin._writableState.ended = true;
  stdin.fd = 0;
  stopReading(stdin);
  stdin.on('pause', () => {
    process.nextTick(() => {
      if (stdin._handle?.reading && !stdin.readableFlowing) stopReading(stdin);
    });
  });
  return stdin;
}

function stopReading(stdin: Loose): void {
  if (!stdin._handle) return;
  stdin._handle.reading = false;
  stdin._readableState.reading = false;
  stdin._handle.readStop();
}

function addSignals({ process, require }: Context): void {
  const { startListeningIfSignal, stopListeningIfSignal } = require('internal/process/signal');
  process.on('newListener', startListeningIfSignal);
  process.on('removeListener', stopListeningIfSignal);
}
