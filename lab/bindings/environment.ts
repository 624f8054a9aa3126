/**
 * 环境：配置、常数、信号、进程信息。大多是一张表。
 */
import { familyOf } from '../kernel/address.ts';
import * as errno from '../kernel/errno.ts';
import type { EventLoop } from '../process/loop.ts';
import { noop, type Binding, type Context } from './context.ts';

export function uvBinding({ data }: Context): Binding {
  const byNumber = new Map(data.errors.map(([number, name, message]) => [number, [name, message]] as const));
  const binding: Binding = {
    getErrorMap: () => byNumber,
    getErrorMessage: (number: number) => byNumber.get(number)?.[1] ?? `Unknown system error ${number}`,
  };
  for (const [number, name] of data.errors) binding[`UV_${name}`] = number;
  return binding;
}

export function configBinding(): Binding {
  return { hasIntl: false, hasInspector: false };
}

/** 命令行选项的缺省值，只列 lib 会问到、而且不是「否」的。 */
export function optionsBinding({ options }: Context): Binding {
  const values: Record<string, unknown> = {
    '--network-family-autoselection': true,
    '--network-family-autoselection-attempt-timeout': 250,
    '--unhandled-rejections': 'throw',
    '--dns-result-order': '',
    '--disable-warning': [],
    ...options,
  };
  return {
    getCLIOptionsValues: () => values,
    getCLIOptionsInfo: () => ({ options: new Map() }),
    getEmbedderOptions: () => ({}),
  };
}

/** signal_wrap：`process.on('SIGINT')` 登记在这里。 */
export class SignalTable {
  readonly #handles = new Map<number, Set<{ onsignal(number: number): void }>>();

  add(number: number, handle: { onsignal(number: number): void }): void {
    const set = this.#handles.get(number) ?? new Set();
    this.#handles.set(number, set.add(handle));
  }

  delete(number: number, handle: { onsignal(number: number): void }): void {
    this.#handles.get(number)?.delete(handle);
  }

  /** 有人听着就叫他，返回 true；没有就该按缺省处置。 */
  deliver(number: number, loop: EventLoop): boolean {
    const handles = [...(this.#handles.get(number) ?? [])];
    for (const handle of handles) loop.post(() => handle.onsignal(number));
    return handles.length > 0;
  }
}

export function signalWrapBinding({ signals, wraps }: Context): Binding {
  class Signal extends wraps.HandleWrap {
    #number = 0;
    declare onsignal: (number: number) => void;

    /** 听信号不挡住退出（lib 也会 unref）。 */
    protected get isActive(): boolean {
      return false;
    }

    start(number: number): number {
      // SIGKILL、SIGSTOP 不许人听
      if (number === 9 || number === 19) return errno.EINVAL;
      this.#number = number;
      signals.add(number, this);
      return 0;
    }

    stop(): number {
      signals.delete(this.#number, this);
      return 0;
    }

    protected release(): void {
      this.stop();
    }
  }
  return { Signal };
}

/** 一台普通的 Linux 主机：一块网卡，一个核。 */
export function osBinding({ setup, loop }: Context): Binding {
  const describe = (name: string, address: string, isInternal: boolean) => {
    const isV6 = familyOf(address) === 6;
    const [inside, outside] = isV6 ? ['ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'ffff:ffff:ffff:ffff::'] : ['255.0.0.0', '255.255.255.0'];
    return [name, address, isInternal ? inside : outside, isV6 ? 'IPv6' : 'IPv4', '00:00:00:00:00:00', isInternal, isV6 ? 0 : -1];
  };
  return {
    getOSInformation: () => ['Linux', '', '6.1.0', 'x86_64'],
    getHostname: () => setup.host,
    getHomeDirectory: () => '/home/node',
    getUptime: () => loop.now / 1e6,
    getAvailableParallelism: () => 1,
    getCPUs: noop,
    getFreeMem: () => 2 ** 31,
    getTotalMem: () => 2 ** 32,
    getLoadAvg: noop,
    getInterfaceAddresses: () => [
      ...['127.0.0.1', '::1'].flatMap((address) => describe('lo', address, true)),
      ...setup.addresses.flatMap((address) => describe('eth0', address, false)),
    ],
  };
}

/** AsyncLocalStorage 在 Node 22 起的底子：真的会跟着 Promise 走，这里只记一个值。 */
function contextFrame(): Binding {
  let data: unknown;
  return {
    getContinuationPreservedEmbedderData: () => data,
    setContinuationPreservedEmbedderData: (value: unknown) => {
      data = value;
    },
  };
}

const empty = () => ({});

/** 其余只要存在就行的绑定；`constants` 里全是照抄来的。 */
export const trivialBindings: Record<string, () => Binding> = {
  trace_events: () => ({
    available: false,
    trace: noop,
    isTraceCategoryEnabled: () => false,
    getCategoryEnabledBuffer: () => new Uint8Array(1),
  }),
  fs: () => ({ writeBuffer: (_descriptor: number, bytes: Uint8Array) => bytes.length }),
  async_context_frame: contextFrame,
  diagnostics_channel: () => ({
    subscribers: new Uint32Array(64),
    notifyChannelActive: noop,
    notifyChannelInactive: noop,
    // 只有 Node 26 的头几版来要
    getOrCreateChannelIndex: () => 0,
    linkNativeChannel: noop,
  }),
  constants: empty,
  // 从环境变量里找临时文件夹，Node 20 用前一个，以后用后一个
  credentials: () => ({ safeGetenv: noop, getTempDir: () => '/tmp' }),
  icu: empty,
  inspector: empty,
  profiler: empty,
};
