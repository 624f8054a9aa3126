/**
 * 替身：lib 里有些模块管的是实验室没有的东西（文件、集群、快照、源码映射），
 * 用几行代替，免得把它们也搬来。键是模块名。
 */
import type { Context, Loose } from '../bindings/context.ts';
import { noop } from '../bindings/context.ts';

export function standIns(context: Context): Record<string, () => Loose> {
  const { loop } = context;
  return {
    process: () => context.process,
    cluster: () => ({ isPrimary: true, isWorker: false }),
    fs: () => ({}),
    path: pathModule,
    perf_hooks: () => ({ performance: { now: () => loop.readClock() / 1000, timeOrigin: context.setup.epoch } }),
    'internal/blob': () => ({ Blob: globalThis.Blob, isBlob: () => false }),
    'internal/file': () => ({ File: (globalThis as Loose).File }),
    'internal/blocklist': () => ({ BlockList: NoBlockList }),
    'internal/socketaddress': () => ({ SocketAddress: noop }),
    'internal/encoding': () => ({ TextEncoder, TextDecoder }),
    'internal/url': urlModule,
    url: urlModule,
    'internal/webidl': webidlModule,
    'internal/perf/observe': () => ({ hasObserver: () => false, startPerf: noop, stopPerf: noop }),
    'internal/perf/utils': () => ({ now: () => loop.readClock() / 1000 }),
    'internal/worker/js_transferable': transferableModule,
    'internal/process/execution': () => ({}),
    'internal/process/permission': () => ({ isEnabled: () => false, has: () => true }),
    'internal/source_map/source_map_cache': () => ({}),
    'internal/webstreams/adapters': () => ({}),
    'internal/v8/startup_snapshot': snapshotModule,
    'internal/tty': () => ({ getColorDepth: () => 1, hasColors: () => false }),
    'internal/bootstrap/realm': () => ({ BuiltinModule: { exists: () => false } }),
  };
}

/** 名单总是空的。 */
class NoBlockList {
  static isBlockList(): boolean {
    return false;
  }

  check(): boolean {
    return false;
  }
}

/** lib 自己只用到这两个；程序要 node:path 就说没有。 */
function pathModule(): Loose {
  return { basename: (path: string) => path.split('/').pop(), resolve: (...parts: string[]) => parts.join('/') };
}

function urlModule(): Loose {
  return {
    URL,
    URLSearchParams,
    isURL: (value: unknown) => value instanceof URL,
    fileURLToPath: (value: unknown) => new URL(String(value)).pathname,
    pathToFileURL: (path: string) => new URL(`file://${path}`),
  };
}

/** 参数转换：只用到很少几种。真的要多下载几 KB。 */
function webidlModule(): Loose {
  const asIs = (value: unknown) => value;
  return {
    converters: new Proxy({} as Record<string | symbol, Loose>, { get: (target, name) => target[name] ?? asIs }),
    createSequenceConverter: () => asIs,
    createInterfaceConverter: () => asIs,
  };
}

function transferableModule(): Loose {
  return {
    markTransferMode: noop,
    kDeserialize: Symbol(),
    kTransfer: Symbol(),
    kTransferList: Symbol(),
  };
}

function snapshotModule(): Loose {
  return { namespace: { addSerializeCallback: noop, addDeserializeCallback: noop, isBuildingSnapshot: () => false } };
}
