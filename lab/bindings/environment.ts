/**
 * 环境：配置、常数、信号、进程信息。大多是一张表。
 */
import * as errno from '../kernel/errno.ts';
import type { AsyncIds } from './async-wrap.ts';
import { noop, Unavailable, type Binding, type Context } from './context.ts';
import { HandleWrap } from './handle.ts';

export function uvBinding({ data }: Context): Binding {
  const byNumber = new Map(data.errors.map(([number, name, message]) => [number, [name, message]] as const));
  const binding: Binding = {
    errname: (number: number) => byNumber.get(number)?.[0] ?? `Unknown system error ${number}`,
    getErrorMap: () => byNumber,
    getErrorMessage: (number: number) => byNumber.get(number)?.[1] ?? `Unknown system error ${number}`,
  };
  for (const [number, name] of data.errors) binding[`UV_${name}`] = number;
  return binding;
}

export function constantsBinding({ data }: Context): Binding {
  return {
    os: data.constants.os,
    fs: data.constants.fs,
    trace: data.constants.trace,
    crypto: {},
    zlib: {},
    internal: { EXTENSIONLESS_FORMAT_JAVASCRIPT: 0, EXTENSIONLESS_FORMAT_WASM: 1 },
  };
}

export function configBinding(): Binding {
  return {
    hasIntl: false,
    hasSmallICU: false,
    hasInspector: false,
    hasOpenSSL: false,
    hasCrypto: false,
    hasTracing: false,
    hasNodeOptions: true,
    fipsMode: false,
    noBrowserGlobals: false,
    isDebugBuild: false,
    bits: 64,
    getDefaultLocale: () => 'zh-CN',
  };
}

/** 命令行选项的缺省值，只列 lib 会问到、而且不是「否」的。 */
export function optionsBinding({ options }: Context): Binding {
  const values: Record<string, unknown> = {
    '--network-family-autoselection': true,
    '--network-family-autoselection-attempt-timeout': 250,
    '--unhandled-rejections': 'throw',
    '--warnings': true,
    '--deprecation': true,
    '--dns-result-order': '',
    '--stack-trace-limit': 10,
    ...options,
  };
  return {
    getCLIOptionsValues: () => values,
    getOptionValue: (name: string) => values[name],
    getCLIOptionsInfo: () => ({ options: new Map(), aliases: new Map() }),
    getEmbedderOptions: () => ({}),
    envSettings: {},
    types: {},
    noGlobalSearchPaths: false,
    shouldNotRegisterESMLoader: true,
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
  deliver(number: number, post: (callback: () => void) => void): boolean {
    const handles = [...(this.#handles.get(number) ?? [])];
    for (const handle of handles) post(() => handle.onsignal(number));
    return handles.length > 0;
  }
}

export function signalWrapBinding(context: Context, ids: AsyncIds, table: SignalTable): Binding {
  class Signal extends HandleWrap {
    #number = 0;
    declare onsignal: (number: number) => void;

    constructor() {
      super(context, ids);
    }

    /** 听信号不挡住退出（lib 也会 unref）。 */
    protected get isActive(): boolean {
      return false;
    }

    start(number: number): number {
      // SIGKILL、SIGSTOP 不许人听
      if (number === 9 || number === 19) return errno.EINVAL;
      this.#number = number;
      table.add(number, this);
      return 0;
    }

    stop(): number {
      table.delete(this.#number, this);
      return 0;
    }

    protected release(): void {
      this.stop();
    }
  }
  return { Signal };
}

export function processMethodsBinding(context: Context): Binding {
  return {
    hrtime: noop,
    setEmitWarningSync: noop,
    cwd: () => '/app',
    umask: () => 0o22,
    reallyExit: (code: number) => context.exit(code),
  };
}

export function osBinding({ setup }: Context): Binding {
  return {
    getHostname: () => setup.host,
    getOSInformation: () => ['Linux', '', '6.1.0', 'x86_64'],
    getHomeDirectory: () => '/home/node',
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

/** 其余只要存在就行的绑定。 */
export function trivialBindings({ setup, loop }: Context): Record<string, () => Binding> {
  const empty = () => ({});
  return {
    trace_events: () => ({
      available: false,
      trace: noop,
      isTraceCategoryEnabled: () => false,
      setTraceCategoryStateUpdateHandler: noop,
      getCategoryEnabledBuffer: () => new Uint8Array(1),
      getEnabledCategories: noop,
      setLog: noop,
    }),
    credentials: () => ({ safeGetenv: (name: string) => setup.env[name], implementsPosixCredentials: false }),
    block_list: () => ({ BlockList: Unavailable, SocketAddress: Unavailable, AF_INET: 2, AF_INET6: 10, FLOW_LABEL: 1 }),
    mksnapshot: () => ({
      setSerializeCallback: noop,
      setDeserializeCallback: noop,
      setDeserializeMainFunction: noop,
      isBuildingSnapshotBuffer: new Uint8Array(1),
    }),
    permission: () => ({ has: () => true }),
    performance: () => ({
      now: () => loop.readClock() / 1000,
      constants: {},
      observerCounts: new Uint32Array(10),
      milestones: new Float64Array(10),
    }),
    builtins: () => ({ natives: {}, builtinIds: [], config: '{}', hasCachedBuiltins: () => true }),
    encoding_binding: () => ({ encodeInto: noop, toASCII: String, toUnicode: String }),
    url: () => ({ domainToASCII: String, domainToUnicode: String, parse: noop, canParse: () => true }),
    tty_wrap: () => ({ isTTY: () => false, TTY: Unavailable }),
    fs: () => ({ writeBuffer: (_descriptor: number, bytes: Uint8Array) => bytes.length }),
    worker: () => ({ isMainThread: true, threadId: 0 }),
    report: () => ({ shouldReportOnUncaughtException: () => false }),
    async_context_frame: contextFrame,
    diagnostics_channel: () => ({ subscribers: new Uint32Array(64), notifyChannelActive: noop, notifyChannelInactive: noop, getOrCreateChannelIndex: () => 0, linkNativeChannel: noop }),
    contextify: () => ({ constants: { measureMemory: {} } }),
    module_wrap: empty,
    blob: empty,
    heap_utils: empty,
    v8: empty,
    serdes: empty,
    icu: empty,
    wasm_web_api: empty,
    inspector: empty,
    profiler: empty,
    symbols: empty,
    modules: empty,
    process_wrap: empty,
    fs_event_wrap: empty,
  };
}
