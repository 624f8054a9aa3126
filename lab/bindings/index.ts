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
import { AsyncWrap } from './handle.ts';
import { Keyboard, pipeWrapBinding } from './pipe-wrap.ts';
import { streamState } from './stream-base.ts';
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
  class Request extends AsyncWrap {
    constructor() {
      super(ids);
    }
  }
  const makers: Record<string, () => Binding> = {
    ...trivialBindings(),
    async_wrap: () => asyncWrapBinding(ids),
    buffer: () => bufferBinding(context),
    cares_wrap: () => caresBinding(context, ids),
    config: configBinding,
    constants: () => constantsBinding(context),
    errors: () => errorsBinding(context),
    messaging: messagingBinding,
    options: () => optionsBinding(context),
    os: osBinding,
    pipe_wrap: () => pipeWrapBinding(context, ids, streamBaseState, keyboard),
    signal_wrap: () => signalWrapBinding(context, ids, signals),
    stream_wrap: () => ({
      ...streamState,
      streamBaseState,
      WriteWrap: class WriteWrap extends Request {},
      ShutdownWrap: class ShutdownWrap extends Request {},
    }),
    string_decoder: stringDecoderBinding,
    symbols: () => context.symbols,
    task_queue: () => taskQueueBinding(tasks, nativeQueueMicrotask),
    tcp_wrap: () => tcpWrapBinding(context, ids, streamBaseState),
    timers: () => timersBinding(context, tasks),
    types: typesBinding,
    udp_wrap: () => udpWrapBinding(context, ids),
    util: () => utilBinding(context),
    uv: () => uvBinding(context),
  };
  const made = new Map<string, Binding>();
  const internalBinding = (name: string): Binding => {
    let binding = made.get(name);
    if (!binding) {
      const make = makers[name];
      if (!make) throw new Error(`实验室里的 Node 没有绑定「${name}」。`);
      made.set(name, (binding = make()));
    }
    return binding;
  };
  return { internalBinding, ids, tasks, keyboard, signals };
}
