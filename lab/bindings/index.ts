/**
 * `internalBinding(name)`：每个进程一套，用到哪个造哪个。
 */
import { AsyncIds, asyncWrapBinding } from './async-wrap.ts';
import { bufferBinding, stringDecoderBinding } from './buffer.ts';
import { caresBinding } from './cares.ts';
import type { Binding, Context } from './context.ts';
import {
  configBinding,
  constantsBinding,
  optionsBinding,
  osBinding,
  SignalTable,
  signalWrapBinding,
  trivialBindings,
  uvBinding,
} from './environment.ts';
import { makeWraps } from './handle.ts';
import { Keyboard, pipeWrapBinding } from './pipe-wrap.ts';
import { makeStreamHandle, streamState } from './stream-base.ts';
import { tcpWrapBinding } from './tcp-wrap.ts';
import { TaskState, taskQueueBinding, timersBinding } from './time.ts';
import { typesBinding } from './types.ts';
import { udpWrapBinding } from './udp-wrap.ts';
import { errorsBinding, messagingBinding, utilBinding } from './util.ts';

export interface Bindings {
  internalBinding(name: string): Binding;
  readonly ids: AsyncIds;
  readonly tasks: TaskState;
  readonly keyboard: Keyboard;
  readonly signals: SignalTable;
}

export function makeBindings(context: Context): Bindings {
  const ids = new AsyncIds();
  const tasks = new TaskState();
  const keyboard = new Keyboard();
  const signals = new SignalTable();
  const nativeQueueMicrotask = globalThis.queueMicrotask.bind(globalThis);
  const streamBaseState = new Int32Array(5);
  const wraps = makeWraps(context, ids);
  const StreamHandle = makeStreamHandle(context, wraps, streamBaseState);
  const makers: Record<string, () => Binding> = {
    ...trivialBindings(),
    async_wrap: () => asyncWrapBinding(ids),
    buffer: () => bufferBinding(context),
    cares_wrap: () => caresBinding(context, wraps),
    config: configBinding,
    constants: () => constantsBinding(context),
    errors: () => errorsBinding(context),
    messaging: messagingBinding,
    options: () => optionsBinding(context),
    os: osBinding,
    pipe_wrap: () => pipeWrapBinding(context, wraps, StreamHandle, keyboard),
    signal_wrap: () => signalWrapBinding(wraps, signals),
    stream_wrap: () => ({
      ...streamState,
      streamBaseState,
      WriteWrap: class extends wraps.AsyncWrap {},
      ShutdownWrap: class extends wraps.AsyncWrap {},
    }),
    string_decoder: stringDecoderBinding,
    symbols: () => context.symbols,
    task_queue: () => taskQueueBinding(tasks, nativeQueueMicrotask),
    tcp_wrap: () => tcpWrapBinding(context, wraps, StreamHandle),
    timers: () => timersBinding(context, tasks),
    types: typesBinding,
    udp_wrap: () => udpWrapBinding(context, wraps),
    util: () => utilBinding(context),
    uv: () => uvBinding(context),
  };
  const made = new Map<string, Binding>();
  const internalBinding = (name: string): Binding => {
    const known = made.get(name);
    if (known) return known;
    const make = makers[name];
    if (!make) throw new Error(`实验室里的 Node 没有绑定「${name}」。`);
    const binding = named(make());
    made.set(name, binding);
    return binding;
  };
  return { internalBinding, ids, tasks, keyboard, signals };
}

/** 压缩会改类的名字，而 `console.log(socket)` 要显示 TCP、UDP：一律用表里的名字。 */
function named(binding: Binding): Binding {
  for (const [name, value] of Object.entries(binding)) {
    if (typeof value === 'function') Object.defineProperty(value, 'name', { value: name });
  }
  return binding;
}
