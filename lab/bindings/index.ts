/**
 * `internalBinding(name)`：每个进程一套，用到哪个造哪个。
 */
import { asyncWrapBinding } from './async-wrap.ts';
import { bufferBinding, stringDecoderBinding } from './buffer.ts';
import { caresBinding } from './cares.ts';
import type { Binding, Context } from './context.ts';
import { configBinding, optionsBinding, osBinding, signalWrapBinding, trivialBindings, uvBinding } from './environment.ts';
import { pipeWrapBinding } from './pipe-wrap.ts';
import { tcpWrapBinding } from './tcp-wrap.ts';
import { taskQueueBinding, timersBinding } from './time.ts';
import { typesBinding } from './types.ts';
import { udpWrapBinding } from './udp-wrap.ts';
import { errorsBinding, messagingBinding, utilBinding } from './util.ts';

const makers: Record<string, (context: Context) => Binding> = {
  ...trivialBindings,
  async_wrap: asyncWrapBinding,
  buffer: bufferBinding,
  cares_wrap: caresBinding,
  config: configBinding,
  errors: errorsBinding,
  messaging: messagingBinding,
  options: optionsBinding,
  os: osBinding,
  pipe_wrap: pipeWrapBinding,
  signal_wrap: signalWrapBinding,
  stream_wrap: ({ streamState: streamBaseState, wraps: { AsyncWrap } }) => ({
    streamBaseState,
    WriteWrap: class extends AsyncWrap {},
    ShutdownWrap: class extends AsyncWrap {},
  }),
  string_decoder: stringDecoderBinding,
  symbols: ({ symbols }) => symbols,
  task_queue: taskQueueBinding,
  tcp_wrap: tcpWrapBinding,
  timers: timersBinding,
  types: typesBinding,
  udp_wrap: udpWrapBinding,
  util: utilBinding,
  uv: uvBinding,
};

/** 一个进程的 `internalBinding`。 */
export function makeBindings(context: Context): (name: string) => Binding {
  const made = new Map<string, Binding>();
  return (name) => {
    const known = made.get(name);
    if (known) return known;
    const make = makers[name];
    if (!make) throw new Error(`实验室里的 Node 没有绑定「${name}」。`);
    const binding = Object.assign(make(context), context.data.bindings[name]);
    nameClasses(binding, context);
    made.set(name, binding);
    return binding;
  };
}

/** 压缩会改类的名字，而 `console.log(socket)` 要显示 TCP、UDP：一律用表里的名字。别的函数不动，其中有语言自己的。 */
function nameClasses(binding: Binding, { wraps: { AsyncWrap } }: Context): void {
  for (const [name, value] of Object.entries(binding)) {
    if (value?.prototype instanceof AsyncWrap) Object.defineProperty(value, 'name', { value: name });
  }
}
